/** What the application holds of one topic (see README.md). */

import { Emitter } from '../events.js'
import { ignored } from '../session.js'
import { checkSince, checkWhole } from './checks.js'
import { readHistory, readPresence } from './answers.js'

/**
 * @typedef {{ data: string | ArrayBuffer, position: number, key: string | null, publisher: string | null }} MessageDetail
 * @typedef {{ epoch?: string | null, position: number }} Since
 */

/**
 * @typedef {object} SubscriptionEvents
 * @property {Event & MessageDetail} message
 * @property {Event & import('./answers.js').Lost} gap
 * @property {Event & import('./answers.js').PresenceChange} presence
 * @property {Event & { code: string }} close
 */

const EmitterOfSubscription = /** @type {new (onListener: () => void) => Emitter<SubscriptionEvents> & import('../events.js').Handlers<SubscriptionEvents>} */ (/** @type {unknown} */ (Emitter))

export class Subscription extends EmitterOfSubscription {
  #table
  #reader

  /**
   * @internal
   * @param {import('./table.js').Table} table
   * @param {import('./reader.js').Reader} reader
   */
  constructor(table, reader) {
    super(() => queueMicrotask(reader.pump))
    this.#table = table
    this.#reader = reader
  }

  static {
    Emitter.handle(this, 'message', 'gap', 'presence', 'close')
  }

  /** Resolves when the server has subscribed it; rejects where it does not, with the code. */
  get ready() { return this.#reader.ready }
  get topic() { return this.#reader.topic }
  get state() { return this.#reader.state }
  /** Names the store that counts; null before the first answer. */
  get epoch() { return this.#reader.place.epoch }
  /** Of the last message that was handed over: with `epoch` it is what a later client may begin after. */
  get position() { return this.#reader.place.position }

  /**
   * Nothing comes after this. Resolves when the server has heard it.
   * @returns {Promise<void>}
   */
  unsubscribe() { return this.#table.leave(this.#reader) }

  /**
   * A piece of what the server keeps: what came after `since`, or else the newest before `before`.
   * @param {{ since?: Since | null, before?: number, limit?: number }} [options] `limit`: 1 to 100
   * @returns {Promise<import('./answers.js').History>}
   */
  history({ since, before, limit } = {}) {
    return ignored(new Promise((resolve) => {
      const after = checkSince(since)
      const wish = { since: after, before: after ? undefined : checkWhole('before', before, 1), limit: checkWhole('limit', limit, 1, 100) }
      resolve(this.#table.ask({ op: 'history', topic: this.topic, ...wish }, readHistory))
    }))
  }

  /**
   * Who is there.
   * @returns {Promise<import('./answers.js').Presence>}
   */
  presence() { return ignored(this.#table.ask({ op: 'presence', topic: this.topic }, readPresence)) }

  /** @returns {AsyncIterableIterator<MessageDetail>} */
  [Symbol.asyncIterator]() { return this.#reader.iterate() }
}
