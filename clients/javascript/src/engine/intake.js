/** What a numbered frame is to the application, and when it is handled. Requests of the server are answered by a message of their own. */

import { isMessage } from '../flow/outbox.js'
import { dataOf, MOST_REQUESTS } from '../flow/requests.js'
import { prepare } from '../payload.js'
import { encodeText } from '../wire/bytes.js'
import { KIND_ERROR, Type } from '../wire/frames.js'
import { correlated, readCorrelated } from '../wire/message.js'

/** @param {import('./types.js').Engine} engine */
export function createIntake(engine) {
  const { delivery, requests, timers, outbox, upstream, options: { onRequest } } = engine
  let unanswered = 0

  /** @param {number} correlation @param {number} kind @param {Uint8Array} body */
  function reply(correlation, kind, body) {
    upstream.wake()
    return outbox.add(Type.response, correlated(correlation, kind, body), { size: body.length }).promise
  }

  /** @param {number} correlation @param {string | ArrayBuffer} data */
  async function answer(correlation, data) {
    const { inbox } = engine
    /** @param {string} code */
    const refuse = (code) => void reply(correlation, KIND_ERROR, encodeText(code))
    if (!onRequest) return refuse('not-supported')
    if (unanswered >= MOST_REQUESTS) return refuse('too-many-requests')
    unanswered++
    try {
      const { type, payload } = prepare(await onRequest(data))
      const body = await payload
      // Another session has other requests.
      if (engine.inbox === inbox) {
        await reply(correlation, type, body).catch((error) => {
          if (error.code === 'message-too-large') throw error
        })
      }
    } catch (error) {
      if (engine.inbox === inbox) refuse('handler-failed')
      // As an EventTarget does with a listener that throws.
      if (typeof reportError === 'function') reportError(error)
      else console.error(error)
    }
    unanswered--
  }

  /** @param {Uint8Array} payload @returns {string | null} the code of a fail */
  function ask(payload) {
    const { correlation = 0, kind = 0, body = payload } = readCorrelated(payload) ?? {}
    if (!isMessage(kind)) return 'not-supported'
    const data = dataOf(kind, body)
    if (data === null) return 'not-utf8'
    void answer(correlation, data)
    return null
  }

  /**
   * @param {number} number
   * @param {number} type
   * @param {Uint8Array} payload
   * @returns {boolean} false for a repetition
   */
  return (number, type, payload) => {
    const taken = engine.inbox.take(number, payload.length)
    if (!taken) return false
    /** @param {string | null} [code] */
    const done = (code) => {
      taken.handled(timers.now(), code)
      upstream.wake()
    }
    const data = isMessage(type) ? dataOf(type, payload) : null
    if (data !== null) delivery.push({ data, done })
    else if (!engine.takeOther?.(type, payload, done)) done(isMessage(type) ? 'not-utf8' : type === Type.request ? ask(payload) : type === Type.response ? requests.read(payload) : 'not-supported')
    return true
  }
}
