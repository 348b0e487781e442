/** One subscription: where it stands in its topic, what it hands over, and what it lost. */

import { createDelivery } from '../delivery.js'
import { failure } from '../error.js'

/**
 * @typedef {object} Wish from where, and what else
 * @property {{ epoch?: string, position: number }} [since]
 * @property {number} [last]
 * @property {boolean} [presence]
 */

/** @typedef {'subscribing' | 'subscribed' | 'closed'} State */
/** @typedef {{ epoch: string | null, position: number | null }} Place the last message that was handed over */
/** @typedef {{ event: import('./subscription.js').MessageDetail, place: Place }} Handed */
/** @typedef {{ event: import('./answers.js').Lost, place: Place }} Told */

/**
 * @param {string} topic
 * @param {Wish} wish
 * @param {(type: keyof import('./subscription.js').SubscriptionEvents, detail: object) => boolean} emit
 * @param {import('../clock.js').Alarm} again when the server is asked once more
 */
export function createReader(topic, { since, last, presence }, emit, again) {
  let epoch = since?.epoch ?? null
  /** The number before the one that is expected. */
  let received = since?.position ?? 0
  let hasBegun = false
  let isConflated = false
  /** Of messages that are not handled. @type {Set<() => void>} */
  const open = new Set()
  /** @type {() => void} */
  let began
  /** @type {(error: Error) => void} */
  let refused
  /** @type {import('../delivery.js').Delivery<Handed | null, Told>} */
  const delivery = createDelivery(hand)

  /** @param {'message' | 'gap'} type @param {any} item any: what carries a message, or what was lost */
  function hand(type, item) {
    const before = reader.place
    const { event, place } = item.data ?? item
    reader.place = place
    const isHeard = emit(type, event)
    // It may still wait for whoever comes.
    if (type === 'message' && !isHeard) reader.place = before
    return isHeard
  }

  /** @param {import('./answers.js').Lost} event */
  function lose(event) {
    delivery.push({ data: null, gap: { event, place: { epoch, position: received } }, done() {} })
  }

  const reader = {
    topic, again, emit,
    pump: delivery.pump,
    /** @type {State} */
    state: 'subscribing',
    /** Of the topic in this session; 0 before the server has said it. */
    index: 0,
    /** @type {Place} */
    place: { epoch, position: since?.position ?? null },
    /** The operation that is not answered. @type {import('./operations.js').Operation | null} */
    asked: null,
    failures: 0,
    /** Whether the server may have an older subscription, which has to end first. */
    isAfresh: false,
    /** @type {Promise<void>} */
    ready: new Promise((resolve, reject) => {
      began = resolve
      refused = reject
    }),
    /** What to ask for. */
    get wish() {
      return { since: hasBegun ? { epoch, position: received } : since, last: hasBegun || since ? undefined : last, presence: presence || undefined }
    },
    /** @param {import('./answers.js').Beginning} how */
    begin({ index, epoch: counted, position, gap, conflated }) {
      // Subscribing again moves nothing.
      if (reader.index === index) return
      const isOther = counted !== epoch
      const jump = epoch === null ? null : isOther ? { why: 'epoch' } : position < received ? { why: 'ahead' }
        : position > received && !conflated ? { why: 'unknown', from: received + 1, to: position } : null
      reader.state = 'subscribed'
      reader.index = index
      reader.failures = 0
      isConflated = conflated
      epoch = counted
      received = position
      if (!hasBegun) reader.place = { epoch, position }
      hasBegun = true
      began()
      const lost = gap ?? jump
      if (lost) lose(lost)
    },
    /** @param {import('../wire/topics.js').TopicMessage} message @param {() => void} done */
    take({ position, data, key, publisher }, done) {
      if (!reader.reach(position)) return done()
      open.add(done)
      delivery.push({
        data: { event: { data, position, key, publisher }, place: { epoch, position } },
        done() {
          open.delete(done)
          done()
        }
      })
    },
    /** These were lost. @param {import('./answers.js').Lost} event @param {import('./answers.js').Restart | null} restart */
    skip(event, restart) {
      if (restart) {
        epoch = restart.epoch
        received = restart.position
      } else received = Math.max(received, event.to ?? 0)
      lose(event)
    },
    /** This number is here: a message, or an own one that was to have no echo. @param {number} position @returns {boolean} whether it is new */
    reach(position) {
      const missing = position - received - 1
      if (missing < 0) return false
      received = position - 1
      if (missing && !isConflated) lose({ why: 'unknown', from: position - missing, to: received })
      received = position
      return true
    },
    /** The session is gone. */
    rest() {
      again.clear()
      reader.isAfresh = false
      reader.index = 0
      reader.state = 'subscribing'
    },
    /** From the first question on; each is taken when the next is asked for. @returns {AsyncGenerator<import('./subscription.js').MessageDetail, void, undefined>} */
    async *iterate() {
      for await (const handed of delivery.iterate()) {
        if (reader.isLeft) return
        const { event, place } = /** @type {Handed} */ (handed)
        reader.place = place
        yield event
      }
    },
    /** The application wants no more. */
    isLeft: false,
    /** @param {string} code @param {Error} [error] */
    end(code, error = failure(code)) {
      if (reader.state === 'closed') return
      again.clear()
      reader.state = 'closed'
      refused(error)
      delivery.end()
      emit('close', { code })
      for (const done of open) done()
    }
  }
  // Whoever does not look at it must not be ended by it.
  reader.ready.catch(() => {})
  return reader
}

/** @typedef {ReturnType<typeof createReader>} Reader */
