/** Messages down: takes numbers in order whatever carries them, drops repetitions, knows when an ack is due. No input or output. */

import { SessionError } from '../error.js'
import { ackFrame, numberAndText, Type } from '../wire/frames.js'

const ACK_AFTER = 5000
/** Fails are a courtesy to the server's log; the oldest go first. */
const MOST_FAILS = 64

/**
 * @typedef {object} Open a number that was received and is not acked
 * @property {number} number
 * @property {number} bytes
 * @property {number} [at] when it was handled
 * @property {string | null} [code] of its failure
 */

/**
 * @param {{ messages: number, bytes: number }} window
 * @param {number} position
 */
export function createInbox(window, position) {
  /** @type {Open[]} */
  let open = []
  let acked = position
  let confirmed = position

  /** @param {number} from @param {number} number @param {number} bytes */
  function add(from, number, bytes) {
    if (from > inbox.received + 1) throw new SessionError('position-ahead', `${from} after ${inbox.received}`)
    inbox.received = number
    /** @type {Open} */
    const entry = { number, bytes }
    open.push(entry)
    return {
      /** @param {number} now @param {string | null} [code] of a failure */
      handled(now, code) {
        entry.at ??= now
        entry.code ??= code
        const next = open.find(({ at }) => at === undefined)
        inbox.handled = next ? Math.max(inbox.handled, next.number - 1) : inbox.received
      }
    }
  }

  const inbox = {
    received: position,
    handled: position,
    /**
     * @param {number} number
     * @param {number} size
     * @returns null for a repetition
     */
    take: (number, size) => number > inbox.received ? add(number, number, size) : null,
    /**
     * These are lost for ever.
     * @param {number} from
     * @param {number} to
     * @param {number} now
     * @returns {{ from: number, to: number } | null} what of it is news
     */
    gap(from, to, now) {
      if (to <= inbox.received) return null
      const news = { from: inbox.received + 1, to }
      add(from, to, 0).handled(now)
      return news
    },
    /** What to say upstream, fails before the ack; nothing where there is nothing new. */
    frames: () => inbox.handled > acked
      ? [...unacked().filter(({ code }) => code).slice(-MOST_FAILS).map(({ number, code }) => numberAndText(Type.fail, number, `${code}`)), ackFrame(inbox.handled)] : [],
    /** The ack up to here is written; it is sure to be there once an answer to it came. @param {number} number @param {boolean} isSure */
    told(number, isSure) {
      if (isSure) confirmed = Math.max(confirmed, number)
      acked = Math.max(acked, number)
      open = open.filter((entry) => entry.number > acked)
    },
    /** A connection was lost, and acks that were written may be, too. */
    doubt() { acked = confirmed },
    /** When an ack must go by itself; 0 for at once, Infinity for never. */
    get due() {
      const entries = unacked()
      const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
      if (entries.length ? entries.length >= window.messages / 2 || bytes >= window.bytes / 2 : inbox.handled > acked) return 0
      return (entries[0]?.at ?? Infinity) + ACK_AFTER
    }
  }

  const unacked = () => open.filter(({ number }) => number <= inbox.handled)

  return inbox
}

/** @typedef {ReturnType<typeof createInbox>} Inbox */
