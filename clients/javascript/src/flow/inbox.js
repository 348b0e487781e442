/** Messages down: takes numbers in order whatever carries them, drops repetitions, knows when an ack is due. No input or output. */

import { ackFrame, numberAndText, Type, WireFault } from '../wire/frames.js'

const ACK_AFTER = 5000
/** Fails are a courtesy to the server's log; the oldest go first. */
const MOST_FAILS = 64

/**
 * @typedef {object} Open a number that was received and is not acked
 * @property {number} number
 * @property {number} bytes
 * @property {boolean} handled
 * @property {number} at when it was handled
 */

/**
 * @param {{ messages: number, bytes: number }} window
 * @param {number} position
 */
export function createInbox(window, position) {
  /** @type {Open[]} */
  const open = []
  /** @type {{ number: number, code: string }[]} */
  let fails = []
  let received = position
  let handled = position
  let acked = position
  let confirmed = position
  /** Handled and not acked. @type {Open[]} */
  let unacked = []
  let bytes = 0

  /** @param {Open} entry @param {number} now */
  function done(entry, now) {
    entry.handled = true
    entry.at = now
    for (let next = open[0]; next?.handled; next = open[0]) {
      open.shift()
      handled = next.number
      bytes += next.bytes
      unacked.push(next)
    }
  }

  return {
    get received() { return received },
    get handled() { return handled },
    get acked() { return acked },
    /**
     * @param {number} number
     * @param {number} size
     * @returns {{ handled(now: number): void, fail(code: string, now: number): void } | null} null for a repetition
     */
    take(number, size) {
      if (number <= received) return null
      if (number > received + 1) throw new WireFault('position-ahead', `number ${number} came after ${received}`)
      received = number
      /** @type {Open} */
      const entry = { number, bytes: size, handled: false, at: 0 }
      open.push(entry)
      return {
        handled(now) { if (!entry.handled) done(entry, now) },
        fail(code, now) {
          fails.push({ number, code })
          if (fails.length > MOST_FAILS) fails.shift()
          done(entry, now)
        }
      }
    },
    /**
     * These are lost for ever.
     * @param {number} from
     * @param {number} to
     * @param {number} now
     * @returns {{ from: number, to: number } | null} what of it is news
     */
    gap(from, to, now) {
      if (to <= received) return null
      if (from > received + 1) throw new WireFault('position-ahead', `a gap from ${from} came after ${received}`)
      const news = { from: received + 1, to }
      received = to
      const entry = { number: to, bytes: 0, handled: false, at: 0 }
      open.push(entry)
      done(entry, now)
      return news
    },
    /** What to say upstream, fails before the ack; nothing where there is nothing new. */
    frames() {
      if (handled <= acked) return []
      return [...fails.filter((fail) => fail.number <= handled).map((fail) => numberAndText(Type.fail, fail.number, fail.code)), ackFrame(handled)]
    },
    /** The ack up to here is written; it is sure to be there once an answer to it came. @param {number} number @param {boolean} isSure */
    told(number, isSure) {
      if (isSure) confirmed = Math.max(confirmed, number)
      if (number <= acked) return
      acked = number
      fails = fails.filter((fail) => fail.number > number)
      unacked = unacked.filter((entry) => entry.number > number)
      bytes = unacked.reduce((sum, entry) => sum + entry.bytes, 0)
    },
    /** A connection was lost, and acks that were written may be, too. */
    doubt() { acked = confirmed },
    /** When an ack must go by itself; 0 for at once, Infinity for never. */
    get due() {
      if (handled > acked && unacked.length === 0) return 0
      if (unacked.length >= window.messages / 2 || bytes >= window.bytes / 2) return 0
      return unacked[0] ? unacked[0].at + ACK_AFTER : Infinity
    }
  }
}

/** @typedef {ReturnType<typeof createInbox>} Inbox */
