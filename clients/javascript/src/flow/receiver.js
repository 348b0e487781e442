/**
 * The way down of one carrier, from its `attached` to its `close`: is it ours, where does it count from, what are the pieces of.
 * It knows nothing of transports.
 */

import { concat } from '../wire/bytes.js'
import { isKnown, isNumbered, isOptional, malformed, readNumberAndText, readNumbers, Type, WireFault } from '../wire/frames.js'
import { readAttached } from '../wire/attach.js'

/**
 * @typedef {object} ReceiverEvents
 * @property {(attached: import('../wire/attach.js').Attached, again: boolean) => void} attached
 * @property {(number: number, type: number, payload: Uint8Array) => void} message
 * @property {(from: number, to: number) => void} gap
 * @property {(number: number) => void} ack
 * @property {(number: number, code: string) => void} fail
 * @property {(payload: Uint8Array) => void} ping
 * @property {(payload: Uint8Array) => void} pong
 * @property {(number: number, reason: string) => void} close
 */

/**
 * @param {Uint8Array} nonce
 * @param {number} mostBytes of one message
 * @param {ReceiverEvents} events
 */
export function createReceiver(nonce, mostBytes, events) {
  let isAttached = false
  let isActive = false
  let isClosed = false
  let position = 0
  /** @type {Uint8Array[]} */
  let pieces = []
  let size = 0

  /** @param {Uint8Array} payload */
  function attached(payload) {
    const frame = readAttached(payload)
    if (frame.nonce.some((byte, i) => byte !== nonce[i])) throw new WireFault('not-ours', 'the answer is to another request')
    const again = isAttached
    isAttached = true
    isActive = frame.active
    position = frame.position
    pieces = []
    size = 0
    events.attached(frame, again)
  }

  /** @param {number} type @param {Uint8Array} payload */
  function numbered(type, payload) {
    if (!isActive) throw malformed('a message on a connection that is not active')
    const whole = pieces.length ? concat([...pieces, payload]) : payload
    pieces = []
    size = 0
    events.message(++position, type, whole)
  }

  /** @param {Uint8Array} payload */
  function fragment(payload) {
    size += payload.length
    if (size > mostBytes) throw malformed(`a message of more than ${mostBytes} bytes`)
    // Its own copy: a slice would keep the whole carrier's bytes.
    pieces.push(payload.slice())
  }

  return {
    get isAttached() { return isAttached },
    /** @param {number} type @param {Uint8Array} payload */
    take(type, payload) {
      if (isClosed) return
      if (!isAttached && type !== Type.attached && type !== Type.close) throw new WireFault('not-ours', 'the answer does not begin as ours do')
      switch (type) {
        case Type.attached:
          return attached(payload)
        case Type.fragment:
          return fragment(payload)
        case Type.ack:
          return events.ack(number(payload))
        case Type.fail: {
          const fail = readNumberAndText(payload)
          return events.fail(fail.number, fail.text)
        }
        case Type.gap: {
          const [from, to] = /** @type {[number, number]} */ (readNumbers(payload, 2).numbers)
          if (from < 1 || to < from) throw malformed('a gap that ends before it begins')
          pieces = []
          size = 0
          position = to
          return events.gap(from, to)
        }
        case Type.ping:
        case Type.pong:
          if (payload.length > 8) throw malformed('a ping of more than 8 bytes')
          return type === Type.ping ? events.ping(payload) : events.pong(payload)
        case Type.close: {
          const close = readNumberAndText(payload)
          isClosed = true
          return events.close(close.number, close.text)
        }
      }
      if (isNumbered(type)) return numbered(type, payload)
      if (!isKnown(type) || !isOptional(type)) throw new WireFault('frame-unknown', `a frame of type ${type} came down`)
    }
  }
}

/** @param {Uint8Array} payload */
const number = (payload) => /** @type {number} */ (readNumbers(payload, 1).numbers[0])
