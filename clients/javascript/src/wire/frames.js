/** Frames (PROTOCOL.md, section 3): a length, a type byte, a payload. */

import { concat, decodeReason, encodeText } from './bytes.js'
import { pushVarint, readVarint } from './varint.js'

/** 32 KiB of payload and room for a header. */
const MAX_LENGTH = 33024
const MAX_REASON = 120

/** Never handed on as a whole, so that the build puts the numbers where they are used. */
export const Type = {
  text: 0x74,
  binary: 0x62,
  request: 0x72,
  response: 0x73,
  topicMessage: 0x6d,
  fragment: 0x66,
  ack: 0x61,
  fail: 0x78,
  gap: 0x67,
  ping: 0x70,
  pong: 0x71,
  attach: 0x41,
  attached: 0x42,
  promote: 0x50,
  close: 0x63,
  /** Stands in the place of a message that cannot be sent: every server counts it, and none knows it. */
  blank: 0xc0
}

/** The name of an error response's kind. */
export const KIND_ERROR = 0x65

/** The types that are letters; first those that count as messages. */
const NUMBERED = 'tbrsm'
const NAMED = `${NUMBERED}faxgpqABPc`

/** @param {number} type */
export const isNumbered = (type) => NUMBERED.includes(String.fromCharCode(type)) || (type >= 0xc0 && type <= 0xdf)

/** @param {number} type */
export const isOptional = (type) => type >= 0x80 && type <= 0xdf

/** @param {number} type */
export const isKnown = (type) => NAMED.includes(String.fromCharCode(type)) || isOptional(type)

/** What is wrong with the bytes of a carrier; the code is one of section 9. */
export class WireFault extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message)
    this.code = code
  }
}

/** @param {string} message */
export const malformed = (message) => new WireFault('frame-malformed', message)

/**
 * @param {number} type
 * @param {Uint8Array | number[]} [payload]
 * @returns {Uint8Array}
 */
export function frame(type, payload = []) {
  return concat([numbers(payload.length + 1), [type], payload])
}

/**
 * The payload of ack, gap and of the start of others: numbers one after another.
 * @param {number[]} numbers
 */
export function numbers(...numbers) {
  /** @type {number[]} */
  const bytes = []
  for (const number of numbers) pushVarint(bytes, number)
  return bytes
}

/** @param {number} number */
export const ackFrame = (number) => frame(Type.ack, numbers(number))

/**
 * @param {number} type fail or close
 * @param {number} number
 * @param {string} text
 */
export function numberAndText(type, number, text) {
  let bytes = encodeText(text)
  if (bytes.length > MAX_REASON) bytes = encodeText(decodeReason(bytes.subarray(0, MAX_REASON)).replace(/\uFFFD+$/, ''))
  return frame(type, [...numbers(number), ...bytes])
}

/**
 * @param {Uint8Array} payload
 * @param {number} count
 */
export function readNumbers(payload, count) {
  /** @type {number[]} */
  const found = []
  let at = 0
  for (let i = 0; i < count; i++) {
    const read = readVarint(payload, at)
    if (!read) throw malformed('a number is missing or cut')
    found.push(read.value)
    at = read.end
  }
  return { numbers: found, end: at }
}

/** @param {Uint8Array} payload */
export function readNumberAndText(payload) {
  const { numbers: [number = 0], end } = readNumbers(payload, 1)
  if (payload.length - end > MAX_REASON) throw malformed('a text is over 120 bytes')
  return { number, text: decodeReason(payload.subarray(end)) }
}

/**
 * Cuts frames out of bytes that come in pieces of any size.
 * @param {(type: number, payload: Uint8Array) => void} take
 */
export function frameDecoder(take) {
  /** @type {Uint8Array} */
  let rest = new Uint8Array(0)
  return {
    /** @param {Uint8Array} bytes */
    push(bytes) {
      rest = rest.length ? concat([rest, bytes]) : bytes
      while (rest.length) {
        const length = readVarint(rest)
        if (!length) {
          if (rest.length >= 8) throw malformed('a length is no varint')
          return
        }
        if (length.value < 1 || length.value > MAX_LENGTH) throw malformed(`a frame of ${length.value} bytes; accepted are 1 to ${MAX_LENGTH}`)
        const end = length.end + length.value
        if (rest.length < end) return
        const type = /** @type {number} */ (rest[length.end])
        const payload = rest.subarray(length.end + 1, end)
        rest = rest.subarray(end)
        take(type, payload)
      }
    },
    /** A WebSocket message and a whole body end with a frame. */
    end() {
      if (rest.length) throw malformed('the bytes end inside a frame')
    }
  }
}
