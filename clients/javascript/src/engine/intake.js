/** What a numbered frame is to the application, and when it is handled. */

import { dataOf } from '../flow/requests.js'
import { Type } from '../wire/frames.js'
import { createAnswers } from './answers.js'

/** @param {import('./types.js').Engine} engine */
export function createIntake(engine) {
  const { delivery, requests, timers } = engine
  const answers = createAnswers(engine)

  /**
   * @param {number} number
   * @param {number} type
   * @param {Uint8Array} payload
   * @returns {boolean} false for a repetition
   */
  return (number, type, payload) => {
    const taken = engine.inbox?.take(number, payload.length)
    if (!taken) return false
    const done = () => {
      taken.handled(timers.now())
      engine.upstream.wake()
    }
    const isMessage = type === Type.text || type === Type.binary
    const data = isMessage ? dataOf(type, payload) : null
    if (data !== null) {
      delivery.push({ data, done })
      return true
    }
    const fault = isMessage ? 'not-utf8'
      : type === Type.request ? answers.take(payload)
        : type === Type.response ? requests.read(payload) : 'not-supported'
    if (fault) taken.fail(fault, timers.now())
    done()
    return true
  }
}
