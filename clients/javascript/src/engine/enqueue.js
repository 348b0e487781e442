/** From the face to what waits to go up. */

import { failure } from '../error.js'
import { Type } from '../wire/frames.js'
import { correlated } from '../wire/message.js'

/** @typedef {import('../flow/requests.js').Waiting} Waiting */

/**
 * @param {import('./types.js').Engine} engine
 * @param {import('../payload.js').Ready} ready
 * @param {(type: number, payload: Uint8Array) => { type: number, payload: Uint8Array }} frame
 * @param {{ key?: string, isFirst?: boolean }} [more]
 */
export function enqueue({ outbox, upstream, isOver, refusal }, { type, size, payload }, frame, more) {
  if (isOver) throw refusal()
  const isReady = payload instanceof Uint8Array
  const framed = frame(type, isReady ? payload : new Uint8Array(0))
  const entry = outbox.add(framed.type, isReady ? framed.payload : null, { ...more, size })
  // What must be read first keeps its place; what is sent after it waits.
  if (!isReady) payload.then((bytes) => outbox.ready(entry, frame(type, bytes).payload), (error) => outbox.ready(entry, error)).then(upstream.wake)
  upstream.wake()
  return entry
}

/**
 * A request that waits so long for its answer.
 * @param {import('./types.js').Engine} engine
 * @param {import('../payload.js').Ready} ready
 * @param {Pick<Waiting, 'resolve' | 'reject'>} calls
 * @param {number} wait milliseconds
 * @param {{ isFirst?: boolean }} [more]
 * @returns {Waiting}
 */
export function ask(engine, ready, calls, wait, more) {
  const { requests, timers } = engine
  const alarm = timers.alarm(() => requests.fail(correlation, failure('timeout', `It was given ${wait} ms.`)))
  /** @type {Waiting} */
  const waiting = { ...calls, alarm }
  const correlation = requests.add(waiting)
  alarm.set(wait)
  waiting.entry = enqueue(engine, ready, (type, payload) => ({ type: Type.request, payload: correlated(correlation, type, payload) }), more)
  waiting.entry.promise.catch((error) => requests.fail(correlation, error))
  return waiting
}
