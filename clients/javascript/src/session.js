/** The public face (see README.md). */

import { createEngine } from './engine/engine.js'
import { failure } from './error.js'
import { Emitter } from './events.js'
import { LADDER } from './path/ladder.js'
import { number, wrong } from './options.js'
import { prepare } from './payload.js'
import { Type } from './wire/frames.js'
import { correlated } from './wire/message.js'

/** @typedef {import('./payload.js').Sendable} Sendable */
/** @typedef {string | ArrayBuffer} Data */

export class Session extends Emitter {
  #client
  #options

  /**
   * @internal
   * @param {import('./options.js').Options} options
   */
  constructor(options) {
    super(() => queueMicrotask(() => this.#client.engine.delivery.pump()))
    this.#options = options
    this.#client = createEngine(options, () => this)
    this.#client.start()
  }

  /**
   * Resolves when the server's handler has taken it.
   * @param {Sendable} data
   * @param {{ key?: string }} [options] with a key it is sent again should its session be lost before the answer
   * @returns {Promise<void>}
   */
  send(data, { key } = {}) {
    try {
      if (key !== undefined && (typeof key !== 'string' || key.length < 1 || key.length > 64)) throw wrong('key', key, 'a string of 1 to 64 characters')
      const known = key === undefined ? undefined : this.#client.engine.outbox.find(key)
      if (known) return known
      return this.#add(prepare(data), (type, payload) => ({ type, payload }), key).promise
    } catch (error) {
      return ignored(Promise.reject(error))
    }
  }

  /**
   * Asks the server's application.
   * @param {Sendable} data
   * @param {{ timeout?: number }} [options]
   * @returns {Promise<Data>}
   */
  request(data, { timeout } = {}) {
    const { requests, timers } = this.#client.engine
    if (requests.isFull) return ignored(Promise.reject(failure('too-many-requests')))
    /** @type {Promise<Data>} */
    const answer = new Promise((resolve, reject) => {
      const wait = number('timeout', timeout, this.#options.requestTimeout, 1, 2147483647)
      const ready = prepare(data)
      /** @type {import('./flow/requests.js').Waiting} */
      const waiting = { resolve, reject }
      const correlation = requests.add(waiting)
      const timer = timers.set(wait, () => requests.fail(correlation, failure('timeout', `It was given ${wait} ms.`)))
      waiting.release = timer.clear
      try {
        waiting.entry = this.#add(ready, (type, payload) => ({ type: Type.request, payload: correlated(correlation, type, payload) }))
        waiting.entry.promise.catch((error) => requests.fail(correlation, error))
      } catch (error) {
        requests.fail(correlation, /** @type {Error} */ (error))
      }
    })
    return ignored(answer)
  }

  /**
   * @param {import('./payload.js').Ready} ready
   * @param {(type: number, payload: Uint8Array) => { type: number, payload: Uint8Array }} frame
   * @param {string} [key]
   */
  #add(ready, frame, key) {
    const { outbox, upstream } = this.#client.engine
    if (this.#client.isOver) throw this.#client.refusal()
    const framed = ready.payload && frame(ready.type, ready.payload)
    const entry = outbox.add(framed?.type ?? frame(ready.type, new Uint8Array(0)).type, framed?.payload ?? null, { size: ready.size, key })
    if (!framed) {
      // It keeps its place; what is sent after it waits.
      ready.read().then((payload) => outbox.ready(entry, frame(ready.type, payload).payload), (error) => outbox.ready(entry, error)).then(upstream.wake)
    }
    upstream.wake()
    return entry
  }

  /**
   * Stays on that transport, whatever else works; null: the best again.
   * @param {import('./options.js').TransportName | null} name
   * @returns {Promise<void>}
   */
  use(name) {
    const isRight = name === null || LADDER.includes(name)
    return ignored(isRight ? this.#client.engine.choice.use(name) : Promise.reject(wrong('name', name, `null or one of ${LADDER.join(', ')}`)))
  }

  /**
   * Ends the session and everything with it, within a second.
   * @param {string} [reason]
   * @returns {Promise<void>}
   */
  close(reason = '') {
    return this.#client.close(String(reason))
  }

  [Symbol.asyncIterator]() { return this.#client.engine.delivery.iterate() }

  get state() { return this.#client.engine.status.state }
  get transport() { return this.#client.engine.status.transport }
  get attempts() { return [...this.#client.engine.status.attempts] }
  get counters() { return structuredClone(this.#client.engine.status.counters) }
  get bufferedAmount() { return this.#client.engine.outbox.bytes }
  get id() { return this.#client.engine.grant?.id ?? null }
  get url() { return this.#options.url.href }
  get rtt() { return this.#client.engine.rtt.value }
  get closed() { return this.#client.closed }
}

/**
 * Whoever does not look at a promise must not be ended by it.
 * @template T
 * @param {Promise<T>} promise
 */
function ignored(promise) {
  promise.catch(() => {})
  return promise
}
