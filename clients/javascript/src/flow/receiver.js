/**
 * The way down of one carrier, from its `attached` to its `close`: is it ours, where does it count from, what are the pieces of.
 * It knows nothing of transports.
 */

import { concat, lengthOf } from '../wire/bytes.js'
import { SessionError } from '../error.js'
import { isNumbered, malformed, readNumberAndText, readNumbers, Type } from '../wire/frames.js'
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
  const foreign = new SessionError('not-ours', 'The answer is to another request')
  let isActive = false
  let isClosed = false
  let position = 0
  /** @type {Uint8Array[]} */
  let pieces = []

  const receiver = {
    isAttached: false,
    /** @param {number} type @param {Uint8Array} payload */
    take(type, payload) {
      if (isClosed) return
      if (!receiver.isAttached && type !== Type.attached && type !== Type.close) throw foreign
      if (type === Type.attached) {
        const attached = readAttached(payload)
        if (`${attached.nonce}` !== `${nonce}`) throw foreign
        const again = receiver.isAttached
        receiver.isAttached = true
        isActive = attached.active
        position = attached.position
        pieces = []
        events.attached(attached, again)
      } else if (type === Type.fragment) {
        // Its own copy: a slice would keep the whole carrier's bytes.
        pieces.push(payload.slice())
        if (lengthOf(pieces) > mostBytes) throw malformed(`message of over ${mostBytes} bytes`)
      } else if (type === Type.ack) {
        const [number = 0] = readNumbers(payload)
        events.ack(number)
      } else if (type === Type.fail || type === Type.close) {
        const { number, text } = readNumberAndText(payload)
        isClosed = type === Type.close
        if (isClosed) events.close(number, text)
        else events.fail(number, text)
      } else if (type === Type.gap) {
        const [from = 0, to = 0] = readNumbers(payload, 2)
        if (from < 1 || to < from) throw malformed(`gap ${from} to ${to}`)
        pieces = []
        position = to
        events.gap(from, to)
      } else if (type === Type.ping || type === Type.pong) {
        if (payload.length > 8) throw malformed('ping')
        if (type === Type.ping) events.ping(payload)
        else events.pong(payload)
      } else if (isNumbered(type)) {
        if (!isActive) throw malformed('message on a candidate')
        const whole = concat([...pieces, payload])
        pieces = []
        events.message(++position, type, whole)
      } else if (type >> 6 !== 2) {
        throw new SessionError('frame-unknown', `type ${type}`)
      }
    }
  }
  return receiver
}
