/** Frames (PROTOCOL.md, section 3): a length, a type byte, a payload. */

import { SessionError } from '../error.js'
import { concat, decodeReason, encodeAtMost } from './bytes.js'
import { findNumbers, numbers } from './varint.js'

export { numbers }

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
  publish: 0xc1,
  topicEvent: 0xc2,
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
  report: 0x80,
  /** Stands in the place of a message that cannot be sent: every server counts it, and none knows it. */
  blank: 0xc0
}

/** The kind of an error response. */
export const KIND_ERROR = 0x65
/** The kind of a request that is an operation on topics. */
export const KIND_OPERATION = 0x6a

const NUMBERED = [Type.text, Type.binary, Type.request, Type.response, Type.topicMessage]

/** Those that count as messages, and the optional ones from 0xc0 that do. @param {number} type */
export const isNumbered = (type) => NUMBERED.includes(type) || type >> 5 === 6

/** The bytes of a carrier are not what section 3 says. @param {string} what */
export const malformed = (what) => new SessionError('frame-malformed', `broken: ${what}`)

/**
 * @param {number} type
 * @param {ArrayLike<number>} [payload]
 * @returns {Uint8Array}
 */
export const frame = (type, payload = []) => concat([numbers(payload.length + 1), [type], payload])

/** @param {number} number */
export const ackFrame = (number) => frame(Type.ack, numbers(number))

/**
 * @param {number} type fail or close
 * @param {number} number
 * @param {string} text
 */
export const numberAndText = (type, number, text) => frame(type, [...numbers(number), ...encodeAtMost(text, MAX_REASON)])

/**
 * @param {Uint8Array} payload
 * @param {number} [count]
 * @returns {number[]} so many, and behind them where they end
 */
export function readNumbers(payload, count) {
  const found = findNumbers(payload, count)
  if (!found) throw malformed('number')
  return found
}

/** @param {Uint8Array} payload */
export function readNumberAndText(payload) {
  const [number = 0, end = 0] = readNumbers(payload)
  if (payload.length - end > MAX_REASON) throw malformed('text')
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
      rest = concat([rest, bytes])
      for (;;) {
        const [length = 0, start = 0] = findNumbers(rest) ?? []
        if (start ? length < 1 || length > MAX_LENGTH : rest.length >= 8) throw malformed(`length ${length}`)
        const end = start + length
        if (!start || rest.length < end) return
        const type = /** @type {number} */ (rest[start])
        const payload = rest.subarray(start + 1, end)
        rest = rest.subarray(end)
        take(type, payload)
      }
    },
    /** A WebSocket message and a whole body end with a frame. */
    end() {
      if (rest.length) throw malformed('end')
    }
  }
}
