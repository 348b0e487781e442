/**
 * Messages up: numbers, window, acks, fails, what becomes of them when the session is lost. No input or output.
 * Numbers stand nowhere: the first entry is number `acked + 1`, so an unwritten one may still leave the queue.
 */

import { failure } from '../error.js'
import { Type, frame } from '../wire/frames.js'
import { messageFrames } from '../wire/message.js'

/**
 * @typedef {object} Entry
 * @property {number} type
 * @property {Uint8Array | null} payload null while its bytes are being read
 * @property {number} size as it counts against the queue
 * @property {string} [key]
 * @property {string} [failed] the server's word on it
 * @property {boolean} [given] whether its promise has its answer
 * @property {number} writtenAt
 * @property {number} refusedByPost how often a POST with it alone got no answer
 * @property {number} endedSockets how often a WebSocket died with it first in line
 * @property {number} refusedBySockets how many of those had been proven before it was written
 * @property {Promise<void>} promise
 * @property {() => void} resolve
 * @property {(error: Error) => void} reject
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

/**
 * @param {{ messages: number, bytes: number }} bound
 */
export function createOutbox(bound) {
  /** @type {Entry[]} */
  let entries = []
  /** @type {Map<string, Entry>} */
  const keys = new Map()
  let bytes = 0
  let acked = 0
  let known = 0
  let written = 0
  let window = { messages: 256, bytes: 1048576 }
  let piece = 32768
  let most = Infinity

  /** @param {Entry} entry @param {Error} [error] */
  function settle(entry, error) {
    if (entry.given) return
    entry.given = true
    if (entry.key) keys.delete(entry.key)
    if (error) entry.reject(error)
    else entry.resolve()
  }

  /** @param {Entry} entry @param {Error} error */
  function drop(entry, error) {
    bytes -= entry.size
    settle(entry, error)
  }

  /** @param {Entry} entry */
  function tooLarge(entry) {
    return failure('message-too-large', `It has ${entry.payload?.length} bytes; the most is ${most}.`)
  }

  return {
    get acked() { return acked },
    /** The highest number that the server is known to have. */
    get known() { return known },
    get bytes() { return bytes },
    get count() { return entries.length },
    get written() { return written },
    /** The limits of a session that has just opened. @param {import('../wire/negotiate.js').Limits} limits */
    limit(limits) {
      window = limits.upstream
      piece = Math.min(limits.frame, limits.body - 512)
      most = limits.message
      entries = entries.filter((entry, i) => {
        if (acked + 1 + i <= written || !isOver(entry, most)) return true
        drop(entry, tooLarge(entry))
        return false
      })
    },
    /** @param {string} key */
    find: (key) => keys.get(key)?.promise,
    /**
     * @param {number} type
     * @param {Uint8Array | null} payload
     * @param {{ size?: number, key?: string }} [more]
     * @returns {Entry}
     */
    add(type, payload, { size = payload?.length ?? 0, key } = {}) {
      const { promise, resolve, reject } = defer()
      /** @type {Entry} */
      const entry = { type, payload, size, key, writtenAt: 0, refusedByPost: 0, endedSockets: 0, refusedBySockets: 0, promise, resolve, reject }
      const fault = isOver(entry, most) ? tooLarge(entry)
        : entries.length >= bound.messages || bytes + size > bound.bytes
          ? failure('queue-full', `${entries.length} messages and ${bytes} bytes wait; the most is ${bound.messages} and ${bound.bytes}.`) : null
      if (fault) {
        entry.given = true
        reject(fault)
        return entry
      }
      entries.push(entry)
      bytes += size
      if (key) keys.set(key, entry)
      return entry
    },
    /** The bytes of an entry have been read, or cannot be. @param {Entry} entry @param {Uint8Array | Error} payload */
    ready(entry, payload) {
      const at = entries.indexOf(entry)
      if (at < 0) return
      if (payload instanceof Uint8Array) entry.payload = payload
      const error = payload instanceof Error ? payload : isOver(entry, most) ? tooLarge(entry) : null
      if (!error) return
      entries.splice(at, 1)
      drop(entry, error)
    },
    /** The first messages, for negotiate: texts and bytes only. @param {number} mostBytes */
    opening(mostBytes) {
      /** @type {Entry[]} */
      const first = []
      let sum = 0
      for (const entry of entries) {
        if (!entry.payload || (entry.type !== Type.text && entry.type !== Type.binary)) break
        sum += entry.payload.length
        if (sum > mostBytes || first.length >= window.messages) break
        first.push(entry)
      }
      return first
    },
    /** @param {number} number */
    wrote(number) { written = Math.max(written, number) },
    /** A negotiate that the server refused as a whole: its messages were not taken. */
    unwrite() { if (!known) written = 0 },
    /**
     * What fits the window after a number: one message at least, or, of no bytes, none.
     * @param {number} after
     * @param {number} mostBytes
     * @param {number} now
     * @returns {Batch}
     */
    take(after, mostBytes, now) {
      /** @type {Batch} */
      const batch = { through: after, count: 0, bytes: 0, frames: [] }
      // The numbers that are gone here are there: what stands in their place is dropped unread.
      for (; batch.through < acked; batch.through++) batch.frames.push(frame(Type.blank))
      let inFlight = 0
      for (let i = 0; i < entries.length; i++) {
        const entry = /** @type {Entry} */ (entries[i])
        const number = acked + 1 + i
        if (!entry.payload || !mostBytes || number > acked + window.messages) break
        inFlight += entry.payload.length
        if (i > 0 && inFlight > window.bytes) break
        if (number <= batch.through) continue
        const length = entry.payload.length + HEADER * Math.ceil((entry.payload.length + 1) / piece)
        if (batch.count > 0 && batch.bytes + length > mostBytes) break
        batch.frames.push(...messageFrames(entry.type, entry.payload, piece))
        batch.bytes += length
        batch.through = number
        batch.count++
        entry.writtenAt = now
      }
      written = Math.max(written, batch.through)
      return batch
    },
    /** Whether `take` would give a message. @param {number} after */
    has(after) {
      const i = Math.max(0, after - acked)
      const next = entries[i]
      if (!next?.payload || i >= window.messages) return false
      let inFlight = 0
      for (let j = 0; j <= i; j++) inFlight += entries[j]?.payload?.length ?? 0
      return i === 0 || inFlight <= window.bytes
    },
    /** The one that the next POST begins with. */
    get next() { return entries[known - acked] },
    /** The server has less than it seemed to. */
    doubt() { known = acked },
    /** The first entry that is not acked, if it was written. */
    get first() { return written > acked ? entries[0] : undefined },
    /** Since when the first one is unanswered; Infinity where none is. */
    get since() { return written > acked ? entries[0]?.writtenAt ?? Infinity : Infinity },
    /** The server has everything up to here. @param {number} number */
    prove(number) { known = Math.max(known, Math.min(number, written)) },
    /**
     * Everything up to here was handled.
     * @param {number} number
     * @returns {boolean} false where that was never sent
     */
    ack(number) {
      if (number > written) return false
      while (acked < number) {
        const entry = /** @type {Entry} */ (entries.shift())
        acked++
        bytes -= entry.size
        settle(entry, entry.failed ? failure(entry.failed) : undefined)
      }
      known = Math.max(known, acked)
      return true
    },
    /** One was handled without success; its ack still comes. @param {number} number @param {string} code */
    fail(number, code) {
      const entry = entries[number - acked - 1]
      if (entry && number <= written) entry.failed ??= code
    },
    /** Nothing lets the first message through: its number goes on without it. @param {Entry} entry */
    block(entry) {
      bytes -= entry.size
      entry.size = 0
      entry.type = Type.blank
      entry.payload = new Uint8Array(0)
      settle(entry, failure('blocked'))
    },
    /** The session is gone: what was never written, and what has a key, moves to the next one. */
    lose() {
      const before = entries
      const reached = written - acked
      acked = known = written = 0
      entries = before.filter((entry, i) => {
        if (i >= reached || (entry.key && !entry.failed)) {
          if (entry.type !== Type.response && entry.type !== Type.blank) return reset(entry)
        }
        drop(entry, failure(entry.failed ?? 'outcome-unknown'))
        return false
      })
    },
    /** The session is over. @param {Error} error */
    end(error) {
      const all = entries
      entries = []
      bytes = 0
      written = acked
      for (const entry of all) settle(entry, entry.failed ? failure(entry.failed) : error)
    }
  }
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */

/** @param {Entry} entry */
function reset(entry) {
  entry.failed = undefined
  entry.refusedByPost = entry.endedSockets = entry.refusedBySockets = 0
  return true
}

/** Only what the application sends has the limit; a request's head comes on top of it. @param {Entry} entry @param {number} most */
function isOver(entry, most) {
  const head = entry.type === Type.text || entry.type === Type.binary ? 0 : 16
  return entry.payload !== null && entry.payload.length > most + head
}

function defer() {
  /** @type {() => void} */
  let resolve = () => {}
  /** @type {(error: Error) => void} */
  let reject = () => {}
  /** @type {Promise<void>} */
  const promise = new Promise((yes, no) => {
    resolve = yes
    reject = no
  })
  // Whoever does not look at the promise of a send must not be ended by it.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
