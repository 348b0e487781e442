/** The session's face with topics (see README.md). */

import { enqueue } from '../engine/enqueue.js'
import { Emitter } from '../events.js'
import { prepare } from '../payload.js'
import { ignored, Session } from '../session.js'
import { Type } from '../wire/frames.js'
import { publishPayload } from '../wire/topics.js'
import { checkKey, checkSince, checkTopic, checkWhole } from './checks.js'
import { createTable } from './table.js'

/**
 * @typedef {object} SubscribeOptions
 * @property {import('./subscription.js').Since | null} [since] after this message; else from now on
 * @property {number} [last] in its place: so many of the newest that are kept, 0 to 1,000
 * @property {boolean} [presence] whether to be told who comes and goes
 */

/** @typedef {import('./subscription.js').Subscription} Subscription */
/** @typedef {{ onsubscription: ((event: Event & { subscription: Subscription }) => void) | null }} SubscriptionHandler */

/**
 * @typedef {object} SubscriptionListening
 * @property {(type: 'subscription', listener: (event: Event & { subscription: Subscription }) => void, options?: boolean | AddEventListenerOptions) => void} addEventListener
 */

const SessionWithHandler = /** @type {new (...given: ConstructorParameters<typeof Session>) => Session & SubscriptionHandler & SubscriptionListening} */ (/** @type {unknown} */ (Session))

export class TopicSession extends SessionWithHandler {
  #engine
  #table

  /**
   * @internal
   * @param {import('../options.js').Options} options
   */
  constructor(options) {
    /** @type {import('../engine/types.js').Engine} */
    let engine
    super(options, (made) => { engine = made })
    // @ts-expect-error: the call above has set it
    this.#engine = engine
    this.#table = createTable(this.#engine, (subscription) => { this.emit(/** @type {never} */ ('subscription'), { subscription }) })
  }

  static {
    Emitter.handle(this, 'subscription')
  }

  /**
   * Returns at once; what is there already is given again. Whoever listens in the same turn misses nothing.
   * @param {string} topic
   * @param {SubscribeOptions} [options]
   */
  subscribe(topic, { since, last, presence } = {}) {
    return this.#table.subscribe(checkTopic(topic), { since: checkSince(since), last: checkWhole('last', last, 0, 1000), presence: !!presence })
  }

  /**
   * Resolves when it is in the topic.
   * @param {string} topic
   * @param {import('../payload.js').Sendable} data
   * @param {{ key?: string, echo?: boolean }} [options] `key`: what it is about; `echo: false`: not to this session
   * @returns {Promise<void>}
   */
  publish(topic, data, { key, echo = true } = {}) {
    try {
      checkTopic(topic)
      checkKey(key)
      return enqueue(this.#engine, prepare(data), (kind, body) => ({ type: Type.publish, payload: publishPayload(topic, key, echo, kind, body) })).promise
    } catch (error) {
      return ignored(Promise.reject(error))
    }
  }
}
