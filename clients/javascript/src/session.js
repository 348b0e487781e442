/** The public face (see README.md). */

import { createEngine } from './engine/engine.js'
import { ask, enqueue } from './engine/enqueue.js'
import { failure } from './error.js'
import { Emitter } from './events.js'
import { LADDER } from './path/ladder.js'
import { between, check } from './options.js'
import { prepare, wrong } from './payload.js'

/** @typedef {import('./payload.js').Sendable} Sendable */
/** @typedef {string | ArrayBuffer} Data */

/** @typedef {import('./events.js').SessionEvents} SessionEvents */

const EmitterOfSession = /** @type {new (onListener: () => void) => Emitter<SessionEvents> & import('./events.js').Handlers<SessionEvents>} */ (/** @type {unknown} */ (Emitter))

export class Session extends EmitterOfSession {
  #engine

  /**
   * @internal
   * @param {import('./options.js').Options} options
   * @param {(engine: import('./engine/types.js').Engine) => void} [extend] what else it can do
   */
  constructor(options, extend) {
    super(() => queueMicrotask(this.#engine.delivery.pump))
    this.#engine = createEngine(options, (type, detail) => this.emit(type, detail))
    extend?.(this.#engine)
  }

  static {
    Emitter.handle(this, 'open', 'message', 'transport', 'state', 'attempt', 'gap', 'close')
  }

  /**
   * Resolves when the server's handler has taken it.
   * @param {Sendable} data
   * @param {{ key?: string }} [options] with a key it is sent again should its session be lost before the answer
   * @returns {Promise<void>}
   */
  send(data, { key } = {}) {
    try {
      if (key !== undefined && (typeof key !== 'string' || !key || key.length > 64)) throw wrong('key', key, 'a string of 1 to 64 characters')
      return this.#engine.outbox.find(key) ?? enqueue(this.#engine, prepare(data), (type, payload) => ({ type, payload }), { key }).promise
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
    return ignored(new Promise((resolve, reject) => {
      const { requests, options } = this.#engine
      const wait = check(between(options.requestTimeout, 1, 2147483647), 'timeout', /** @type {number} */ (timeout))
      const ready = prepare(data)
      if (requests.isFull) throw failure('too-many-requests')
      ask(this.#engine, ready, { resolve, reject }, wait)
    }))
  }

  /**
   * Stays on that transport, whatever else works; null: the best again.
   * @param {import('./options.js').TransportName | null} name
   * @returns {Promise<void>}
   */
  use(name) {
    return ignored(name === null || LADDER.includes(name) ? this.#engine.choice.use(name) : Promise.reject(wrong('name', name, `null or one of ${LADDER.join(', ')}`)))
  }

  /**
   * Ends the session and everything with it, within a second.
   * @param {string} [reason]
   * @returns {Promise<void>}
   */
  close(reason = '') { return this.#engine.close(String(reason)) }

  /** @returns {AsyncIterableIterator<Data>} */
  [Symbol.asyncIterator]() { return this.#engine.delivery.iterate() }

  get state() { return this.#engine.state }
  get transport() { return this.#engine.transport }
  get attempts() { return [...this.#engine.attempts] }
  get counters() { return structuredClone(this.#engine.counters) }
  get bufferedAmount() { return this.#engine.outbox.bytes }
  get id() { return this.#engine.grant?.id ?? null }
  get url() { return this.#engine.options.url.href }
  get rtt() { return this.#engine.rtt.value }
  get closed() { return this.#engine.closed }
}

/**
 * Whoever does not look at a promise must not be ended by it.
 * @template T
 * @param {Promise<T>} promise
 */
export function ignored(promise) {
  promise.catch(() => {})
  return promise
}
