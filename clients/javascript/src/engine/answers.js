/** Requests of the server: handed to the application, answered by a message of their own. */

import { MOST_REQUESTS, dataOf } from '../flow/requests.js'
import { bytesOf } from '../payload.js'
import { encodeText } from '../wire/bytes.js'
import { KIND_ERROR, Type } from '../wire/frames.js'
import { correlated, readCorrelated } from '../wire/message.js'

/** @param {import('./types.js').Engine} engine */
export function createAnswers(engine) {
  let unanswered = 0

  /** @param {number} correlation @param {number} kind @param {Uint8Array} body */
  function reply(correlation, kind, body) {
    engine.upstream.wake()
    return engine.outbox.add(Type.response, correlated(correlation, kind, body))
  }

  /** @param {number} correlation @param {string} code */
  const refuse = (correlation, code) => void reply(correlation, KIND_ERROR, encodeText(code))

  /** @param {number} correlation @param {string | ArrayBuffer} data */
  async function answer(correlation, data) {
    const { inbox } = engine
    const { onRequest } = engine.options
    if (!onRequest) return refuse(correlation, 'not-supported')
    if (unanswered >= MOST_REQUESTS) return refuse(correlation, 'too-many-requests')
    unanswered++
    let reported = null
    try {
      const { type, payload } = await bytesOf(await onRequest(data))
      // Another session has other requests.
      if (engine.inbox !== inbox) return
      await reply(correlation, type, payload).promise.catch((error) => {
        if (error.code === 'message-too-large') throw error
      })
    } catch (error) {
      reported = error
      if (engine.inbox === inbox) refuse(correlation, 'handler-failed')
    } finally {
      unanswered--
    }
    if (reported) report(reported)
  }

  return {
    /**
     * @param {Uint8Array} payload
     * @returns {string | null} the code of a fail
     */
    take(payload) {
      const request = readCorrelated(payload)
      if (!request || (request.kind !== Type.text && request.kind !== Type.binary)) return 'not-supported'
      const data = dataOf(request.kind, request.body)
      if (data === null) return 'not-utf8'
      void answer(request.correlation, data)
      return null
    }
  }
}

/** As an EventTarget does with a listener that throws. @param {unknown} error */
function report(error) {
  if (typeof reportError === 'function') reportError(error)
  else console.error(error)
}
