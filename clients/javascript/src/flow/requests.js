/** Requests of this side that wait for their answer. */

import { failure, SessionError } from '../error.js'
import { decodeReason, decodeText } from '../wire/bytes.js'
import { KIND_ERROR, Type } from '../wire/frames.js'
import { readCorrelated } from '../wire/message.js'

const KINDS = [Type.text, Type.binary, KIND_ERROR]

/** PROTOCOL.md, section 11. */
export const MOST_REQUESTS = 128

/**
 * @typedef {object} Waiting
 * @property {(answer: string | ArrayBuffer) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {() => void} [release] ends its timer
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
    one?.release?.()
    return one
  }

  return {
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
      if (!answer || !KINDS.includes(answer.kind)) return 'not-supported'
      const { correlation, kind, body } = answer
      const one = remove(correlation)
      const data = kind === KIND_ERROR ? null : dataOf(kind, body)
      if (kind === KIND_ERROR) one?.reject(failure(decodeReason(body)))
      else if (data === null) one?.reject(new SessionError('not-utf8', 'The text of the answer is not UTF-8.'))
      else one?.resolve(data)
      return null
    },
    /** The session was lost: whatever moves to the next one goes on waiting. */
    lose() {
      for (const [correlation, one] of [...waiting]) if (one.entry?.given) remove(correlation)?.reject(failure('outcome-unknown'))
    },
    /** @param {Error} error */
    end(error) {
      for (const correlation of [...waiting.keys()]) remove(correlation)?.reject(error)
    }
  }
}

/** @typedef {ReturnType<typeof createRequests>} Requests */

/**
 * What the application sees of a payload; null where text is not UTF-8.
 * @param {number} type
 * @param {Uint8Array} payload
 * @returns {string | ArrayBuffer | null}
 */
export function dataOf(type, payload) {
  return type === Type.text ? decodeText(payload) : /** @type {ArrayBuffer} */ (payload.slice().buffer)
}
