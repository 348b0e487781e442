/** Requests of this side that wait for their answer. */

import { failure } from '../error.js'
import { decodeReason, decodeText } from '../wire/bytes.js'
import { KIND_ERROR, Type } from '../wire/frames.js'
import { readCorrelated } from '../wire/message.js'
import { isMessage } from './outbox.js'

/** PROTOCOL.md, section 11. */
export const MOST_REQUESTS = 128

/**
 * @typedef {object} Waiting
 * @property {(answer: string | ArrayBuffer) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {import('../clock.js').Alarm} [alarm]
 * @property {import('./outbox.js').Entry} [entry] what carries it up
 */

export function createRequests() {
  /** @type {Map<number, Waiting>} */
  const waiting = new Map()
  let last = 0

  /** @param {number} correlation */
  function remove(correlation) {
    const one = waiting.get(correlation)
    waiting.delete(correlation)
    one?.alarm?.clear()
    return one
  }

  const requests = {
    get isFull() { return waiting.size >= MOST_REQUESTS },
    /** @param {Waiting} one */
    add(one) {
      waiting.set(++last, one)
      return last
    },
    /** @param {number} correlation @param {Error} error */
    fail(correlation, error) { remove(correlation)?.reject(error) },
    /**
     * A response came.
     * @param {Uint8Array} payload
     * @returns {string | null} the code of a fail
     */
    read(payload) {
      const answer = readCorrelated(payload)
      if (!answer || (answer.kind !== KIND_ERROR && !isMessage(answer.kind))) return 'not-supported'
      const { correlation, kind, body } = answer
      const data = kind === KIND_ERROR ? null : dataOf(kind, body)
      if (data === null) requests.fail(correlation, failure(kind === KIND_ERROR ? decodeReason(body) : 'not-utf8'))
      else remove(correlation)?.resolve(data)
      return null
    },
    /** The session was lost: whatever moves to the next one goes on waiting. */
    lose() {
      for (const [correlation, { entry }] of waiting) if (entry?.given) requests.fail(correlation, failure('outcome-unknown'))
    },
    /** @param {Error} error */
    end(error) {
      for (const correlation of waiting.keys()) requests.fail(correlation, error)
    }
  }
  return requests
}

/** @typedef {ReturnType<typeof createRequests>} Requests */

/**
 * What the application sees of a payload; null where text is not UTF-8.
 * @param {number} type
 * @param {Uint8Array} payload
 * @returns {string | ArrayBuffer | null}
 */
export const dataOf = (type, payload) => type === Type.text ? decodeText(payload) : /** @type {ArrayBuffer} */ (payload.slice().buffer)
