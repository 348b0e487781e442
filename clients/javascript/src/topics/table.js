/** The topics that a client has: asks for them, asks again, and finds the one that a message belongs to. */

import { attempt, decodeText } from '../wire/bytes.js'
import { Type } from '../wire/frames.js'
import { readTopicMessage } from '../wire/topics.js'
import { isCount, isText, readBeginning, readChange, readDone, readLost, readRestart } from './answers.js'
import { operate } from './operations.js'
import { createReader } from './reader.js'
import { Subscription } from './subscription.js'

/** @typedef {import('./reader.js').Reader} Reader */
/** @typedef {import('./reader.js').Wish} Wish */

/** What may go well another time. */
const TRANSIENT = /^(history-unavailable|too-many-requests|timeout)$/

/**
 * @param {import('../engine/types.js').Engine} engine
 * @param {(subscription: Subscription) => void} announce one that the server made by itself
 */
export function createTable(engine, announce) {
  /** @type {Map<string, { reader: Reader, subscription: Subscription }>} */
  const byName = new Map()
  /** @type {Map<number, Reader>} */
  let byIndex = new Map()

  /** @param {string} topic @param {Wish} wish */
  function open(topic, wish) {
    const again = engine.timers.alarm(() => reader.state === 'closed' ? quit(reader) : join(reader))
    const reader = createReader(topic, wish, (type, detail) => subscription.emit(type, detail), again)
    const subscription = new Subscription(table, reader)
    const one = { reader, subscription }
    byName.set(topic, one)
    return one
  }

  /** @param {Reader} reader @param {boolean} [isFirst] */
  function join(reader, isFirst) {
    const { topic, wish } = reader
    if (reader.isAfresh) operate(engine, { op: 'unsubscribe', topic }, readDone, () => {}, () => {})
    const asked = reader.asked = operate(engine, { op: 'subscribe', topic, ...wish }, readBeginning, (beginning) => {
      if (reader.asked !== asked) return
      reader.asked = null
      begin(reader, beginning)
    }, (error) => {
      if (reader.asked !== asked) return
      reader.asked = null
      // The server may have subscribed it by itself.
      if (reader.index) return
      reader.isAfresh ||= error.code === 'timeout'
      if (TRANSIENT.test(error.code)) reader.again.set(engine.backoff(reader.failures++))
      else close(reader, error.code, error)
    }, { isFirst, isOurs: true })
  }

  /** @param {Reader} reader @param {import('./answers.js').Beginning} beginning */
  function begin(reader, beginning) {
    byIndex.set(beginning.index, reader)
    reader.begin(beginning)
  }

  /** @param {Reader} reader @param {string} code @param {Error} [error] */
  function close(reader, code, error) {
    byName.delete(reader.topic)
    byIndex.delete(reader.index)
    reader.asked = null
    reader.end(code, error)
  }

  /** Until the server has heard it, messages still come. @param {Reader} reader @param {() => void} [resolve] */
  function quit(reader, resolve) {
    const { topic, index } = reader
    const left = () => {
      if (byIndex.get(index) === reader) byIndex.delete(index)
      resolve?.()
    }
    operate(engine, { op: 'unsubscribe', topic }, readDone, left, ({ code }) => {
      const isTransient = TRANSIENT.test(code)
      const next = byName.get(topic)?.reader
      if (isTransient && next) next.isAfresh = true
      else if (isTransient) reader.again.set(engine.backoff(reader.failures++))
      left()
    }, { isOurs: true })
  }

  /** @param {ReturnType<typeof readTopicMessage>} message @param {(code?: string) => void} done */
  function onMessage(message, done) {
    const reader = !isText(message) && byIndex.get(message.index)
    if (isText(message)) done(message)
    else if (!reader) done('not-supported')
    else if (reader.state === 'closed') done()
    else reader.take(message, done)
  }

  /** What it does not understand is ignored. @param {any} event any: what JSON may hold */
  function onEvent(event) {
    const { subscribed, unsubscribed, gap, skipped, presence } = Object(event)
    const { topic } = Object(subscribed ?? unsubscribed ?? gap ?? skipped ?? presence)
    const beginning = readBeginning(subscribed)
    const lost = readLost(gap)
    const change = presence && readChange(presence)
    if (beginning && isText(topic)) {
      if (!byName.has(topic)) announce(open(topic, {}).subscription)
      const one = byName.get(topic)
      if (one) begin(one.reader, beginning)
    }
    const reader = byName.get(topic)?.reader
    if (!reader?.index) return
    if (unsubscribed) close(reader, `${unsubscribed.code}`)
    if (lost) reader.skip(lost, readRestart(gap))
    if (isCount(skipped?.position)) reader.reach(skipped.position)
    if (change) reader.emit('presence', change)
  }

  engine.takeOther = (type, payload, done) => {
    if (type === Type.topicMessage) onMessage(readTopicMessage(payload), done)
    else if (type === Type.topicEvent) {
      onEvent(attempt(() => JSON.parse(`${decodeText(payload)}`)))
      done()
    } else return false
    return true
  }

  engine.outbox.onLost = () => {
    byIndex = new Map()
    for (const { reader } of [...byName.values()].reverse()) {
      reader.rest()
      // One that was not written yet keeps its place.
      if (!reader.asked?.entry || reader.asked.entry.given) join(reader, true)
    }
  }

  void engine.closed.then(() => {
    for (const { reader } of byName.values()) close(reader, 'closed', engine.refusal())
  })

  const table = {
    /** @param {string} topic @param {Wish} wish */
    subscribe(topic, wish) {
      const known = byName.get(topic)
      if (known) return known.subscription
      const { reader, subscription } = open(topic, wish)
      join(reader)
      return subscription
    },
    /** @param {Reader} reader @returns {Promise<void>} when the server has heard it, or there is nobody to hear it */
    leave: (reader) => new Promise((resolve) => {
      if (reader.state === 'closed') return resolve()
      const { index } = reader
      reader.isLeft = true
      close(reader, 'closed-by-client')
      if (index) byIndex.set(index, reader)
      quit(reader, resolve)
    }),
    /**
     * @template T
     * @param {object} operation
     * @param {(answer: unknown) => T | null} read
     * @returns {Promise<T>}
     */
    ask: (operation, read) => new Promise((resolve, reject) => { operate(engine, operation, read, resolve, reject) })
  }
  return table
}

/** @typedef {ReturnType<typeof createTable>} Table */
