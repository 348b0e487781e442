/** Operations: requests that the server itself answers, in order with the messages before and after them (PROTOCOL.md, section 14.2). */

import { ask } from '../engine/enqueue.js'
import { failure } from '../error.js'
import { attempt, encodeText } from '../wire/bytes.js'
import { KIND_OPERATION } from '../wire/frames.js'

/** @typedef {Partial<import('../flow/requests.js').Waiting>} Operation */

/**
 * @template T
 * @param {import('../engine/types.js').Engine} engine
 * @param {object} operation
 * @param {(answer: unknown) => T | null} read
 * @param {(found: T) => void} resolve called before anything that came after the answer is looked at
 * @param {(error: any) => void} reject any: a SessionError
 * @param {{ isFirst?: boolean, isOurs?: boolean }} [more] `isOurs`: nobody waits for the answer, so its time begins when the server has the question
 * @returns {Operation}
 */
export function operate(engine, operation, read, resolve, reject, { isFirst, isOurs } = {}) {
  if (engine.isOver) {
    queueMicrotask(() => reject(engine.refusal()))
    return {}
  }
  const { requestTimeout } = engine.options
  let isAnswered = false
  // It counts against no bound of bytes: subscriptions depend on it.
  const ready = { type: KIND_OPERATION, size: 0, payload: encodeText(JSON.stringify(operation)) }
  const asked = ask(engine, ready, {
    resolve(text) {
      isAnswered = true
      const found = read(attempt(() => JSON.parse(/** @type {string} */ (text))))
      if (found) resolve(found)
      else reject(failure('answer-malformed'))
    },
    reject
  }, isOurs ? Infinity : requestTimeout, { isFirst })
  // With the ack comes the answer, unless a gap has taken it.
  if (isOurs) asked.entry?.promise.then(() => isAnswered || asked.alarm?.set(requestTimeout), () => {})
  return asked
}
