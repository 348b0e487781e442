/**
 * Messages up: numbers, window, acks, fails, what becomes of them when the session is lost. No input or output.
 * Numbers stand nowhere: the first entry is number `acked + 1`, so an unwritten one may still leave the queue.
 */

import { failure } from '../error.js'
import { lengthOf } from '../wire/bytes.js'
import { Type, frame } from '../wire/frames.js'
import { messageFrames } from '../wire/message.js'

/**
 * @typedef {object} Entry
 * @property {number} type
 * @property {Uint8Array | null} payload null while its bytes are being read
 * @property {number} size as it counts against the queue and the limit
 * @property {string} [key]
 * @property {string} [failed] the server's word on it
 * @property {boolean} [given] whether its promise has its answer
 * @property {number} writtenAt
 * @property {number} refusedByPost how often a POST with it alone got no answer
 * @property {number} endedSockets how often a WebSocket died with it first in line
 * @property {number} refusedBySockets how many of those had been proven before it was written
 * @property {Promise<void>} promise
 * @property {(error?: Error) => void} settle
 */

/**
 * @typedef {object} Batch
 * @property {number} through the number of its last message
 * @property {number} count
 * @property {number} bytes
 * @property {Uint8Array[]} frames
 */

/** A frame's header, at most. */
const HEADER = 8

/** @param {number} type */
export const isMessage = (type) => type === Type.text || type === Type.binary

/**
 * @param {{ messages: number, bytes: number }} bound
 */
export function createOutbox(bound) {
  /** @type {Entry[]} */
  let entries = []
  /** @type {Map<string | undefined, Entry>} */
  const keys = new Map()
  let window = { messages: 256, bytes: 1048576 }
  let piece = 32768
  let most = Infinity

  /** @param {Entry} entry @param {Error} [error] */
  function settle(entry, error) {
    if (entry.given) return
    entry.given = true
    keys.delete(entry.key)
    entry.settle(error)
  }

  /** It leaves the queue. @param {Entry} entry @param {Error} [error] */
  function drop(entry, error) {
    outbox.bytes -= entry.size
    settle(entry, error)
  }

  /** Only what the application sends has the limit; a head comes on top of it. @param {Entry} entry */
  const oversize = ({ size }) => size > most ? failure('message-too-large', `It has ${size} bytes; the most is ${most}`) : undefined

  /**
   * What fits the window after a number: one message at least, or, of no bytes, none.
   * @param {number} after
   * @param {number} mostBytes
   */
  function fit(after, mostBytes) {
    const found = []
    let inFlight = 0
    for (const [i, entry] of entries.entries()) {
      const length = entry.payload?.length ?? Infinity
      inFlight += length
      if (!mostBytes || length === Infinity || i >= window.messages || (i && inFlight > window.bytes)) break
      if (outbox.acked + i < after) continue
      mostBytes -= length + HEADER * Math.ceil((length + 1) / piece)
      if (found.length && mostBytes < 0) break
      mostBytes = Math.max(mostBytes, 1)
      found.push(/** @type {Entry & { payload: Uint8Array }} */ (entry))
    }
    return found
  }

  const outbox = {
    /** Everything up to here was handled. */
    acked: 0,
    /** The highest number that the server is known to have. */
    known: 0,
    /** The highest that was written to any carrier. */
    written: 0,
    /** Of what is not acked. */
    bytes: 0,
    get count() { return entries.length },
    /** The limits of a session that has just opened. @param {import('../wire/negotiate.js').Limits} limits */
    limit(limits) {
      window = limits.upstream
      piece = Math.min(limits.frame, limits.body - 512)
      most = limits.message
      entries = entries.filter((entry, i) => {
        const error = outbox.acked + i < outbox.written ? undefined : oversize(entry)
        if (error) drop(entry, error)
        return !error
      })
    },
    /** @param {string | undefined} key */
    find: (key) => keys.get(key)?.promise,
    /**
     * @param {number} type
     * @param {Uint8Array | null} payload
     * @param {{ size?: number, key?: string, isFirst?: boolean }} [more] `isFirst`: of what nothing is written yet
     * @returns {Entry}
     */
    add(type, payload, { size = payload?.length ?? 0, key, isFirst } = {}) {
      const entry = /** @type {Entry} */ ({ type, payload, size, key, writtenAt: 0, refusedByPost: 0, endedSockets: 0, refusedBySockets: 0 })
      entry.promise = new Promise((resolve, reject) => { entry.settle = (error) => error ? reject(error) : resolve() })
      // Whoever does not look at the promise of a send must not be ended by it.
      entry.promise.catch(() => {})
      const fault = oversize(entry) ?? (!isFirst && (entries.length >= bound.messages || outbox.bytes + size > bound.bytes)
        ? failure('queue-full', `${entries.length} messages and ${outbox.bytes} bytes wait; the most is ${bound.messages} and ${bound.bytes}`) : undefined)
      if (fault) {
        settle(entry, fault)
        return entry
      }
      entries[isFirst ? 'unshift' : 'push'](entry)
      outbox.bytes += size
      if (key) keys.set(key, entry)
      return entry
    },
    /** The bytes of an entry have been read, or cannot be. @param {Entry} entry @param {Uint8Array | Error} payload */
    ready(entry, payload) {
      if (payload instanceof Uint8Array) entry.payload = payload
      else if (entries.includes(entry)) {
        entries = entries.filter((one) => one !== entry)
        drop(entry, payload)
      }
    },
    /** The first messages, for negotiate. @param {number} mostBytes */
    opening: (mostBytes) => fit(0, mostBytes).filter(({ payload }) => payload.length <= mostBytes),
    /**
     * @param {number} after
     * @param {number} mostBytes
     * @param {number} now
     * @returns {Batch}
     */
    take(after, mostBytes, now) {
      const found = fit(after, mostBytes)
      // The numbers that are gone here are there: what stands in their place is dropped unread.
      const frames = Array(Math.max(0, outbox.acked - after)).fill(frame(Type.blank))
      for (const entry of found) {
        entry.writtenAt = now
        frames.push(...messageFrames(entry.type, entry.payload, piece))
      }
      const through = Math.max(after, outbox.acked) + found.length
      outbox.written = Math.max(outbox.written, through)
      return { through, count: found.length, frames, bytes: lengthOf(frames) }
    },
    /** Whether `take` would give a message. @param {number} after */
    has: (after) => fit(after, 1).length > 0,
    /** The one that the next POST begins with. */
    get next() { return entries[outbox.known - outbox.acked] },
    /** The server has less than it seemed to. */
    doubt() { outbox.known = outbox.acked },
    /** The first entry that is not acked, if it was written. */
    get first() { return outbox.written > outbox.acked ? entries[0] : undefined },
    /** Since when the first one is unanswered; Infinity where none is. */
    get since() { return outbox.first?.writtenAt ?? Infinity },
    /** The server has everything up to here. @param {number} number */
    prove(number) { outbox.known = Math.max(outbox.known, Math.min(number, outbox.written)) },
    /**
     * Everything up to here was handled.
     * @param {number} number
     * @returns {boolean} false where that was never sent
     */
    ack(number) {
      if (number > outbox.written) return false
      for (; outbox.acked < number; outbox.acked++) {
        const entry = /** @type {Entry} */ (entries.shift())
        drop(entry, entry.failed ? failure(entry.failed) : undefined)
      }
      outbox.prove(outbox.acked)
      return true
    },
    /** One was handled without success; its ack still comes. @param {number} number @param {string} code */
    fail(number, code) {
      const entry = entries[number - outbox.acked - 1]
      if (entry && number <= outbox.written) entry.failed ??= code
    },
    /** Nothing lets the first message through: its number goes on without it. @param {Entry} entry */
    block(entry) {
      drop(entry, failure('blocked'))
      Object.assign(entry, { size: 0, type: Type.blank, payload: new Uint8Array(0) })
    },
    /** Whoever has to be the first in the next session. */
    onLost() {},
    /** The session is gone: what was never written, and what has a key, moves to the next one. */
    lose() {
      const reached = outbox.written - outbox.acked
      outbox.acked = outbox.known = outbox.written = 0
      entries = entries.filter((entry, i) => {
        const moves = (i >= reached || (entry.key && !entry.failed)) && entry.type !== Type.response && entry.type !== Type.blank
        if (moves) Object.assign(entry, { failed: undefined, refusedByPost: 0, endedSockets: 0, refusedBySockets: 0 })
        else drop(entry, failure(entry.failed ?? 'outcome-unknown'))
        return moves
      })
      outbox.onLost()
    },
    /** The session is over. @param {Error} error */
    end(error) {
      for (const entry of entries) drop(entry, entry.failed ? failure(entry.failed) : error)
      entries = []
      outbox.written = outbox.acked
    }
  }
  return outbox
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */
