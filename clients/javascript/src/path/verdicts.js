/** What does not work here, and until when that is believed (section 13.3). */

import { attempt } from '../wire/bytes.js'

const FIRST = 30000
const MOST = 600000
const ITEM = 'multitransport'
const MOST_NETWORKS = 16

/**
 * @typedef {object} Verdict
 * @property {string} reason
 * @property {number} failures in a row
 * @property {number} until wall clock
 */

/** @typedef {{ getItem(key: string): string | null, setItem(key: string, text: string): void }} Store */

/** For hosts without sessionStorage: one memory for all sessions. @type {Map<string, string>} */
const memory = new Map()

/** @type {Store} */
export const memoryStore = { getItem: (key) => memory.get(key) ?? null, setItem: (key, text) => void memory.set(key, text) }

/**
 * @param {Store | null} store
 * @param {() => string} place the server's origin and the network
 * @param {{ wall(): number }} clock
 * @param {() => number} random
 */
export function createVerdicts(store, place, clock, random) {
  /** @type {Record<string, Record<string, Verdict>>} */
  let all = {}

  /** What is known of this place. A store may be forbidden, or written by others. */
  function here() {
    const read = attempt(() => JSON.parse(/** @type {string} */ (store?.getItem(ITEM))))
    if (Object(read) === read) all = read
    return (all[place()] ??= {})
  }

  /** A store may be full. */
  function save() {
    const places = Object.keys(all)
    if (places.length > MOST_NETWORKS) delete all[/** @type {string} */ (places[0])]
    attempt(() => store?.setItem(ITEM, JSON.stringify(all)))
  }

  /** @param {string} rung */
  function find(rung) {
    const verdict = here()[rung]
    return verdict && Number.isFinite(verdict.until) && Number.isFinite(verdict.failures) ? verdict : null
  }

  const verdicts = {
    /** The verdict that still holds. A wall clock that was set back must not make it last. @param {string} rung */
    of(rung) {
      const verdict = find(rung)
      const left = (verdict?.until ?? 0) - clock.wall()
      return left > 0 && left <= 1.2 * MOST ? verdict : null
    },
    /** @param {string} rung @param {string} reason */
    add(rung, reason) {
      const failures = (find(rung)?.failures ?? 0) + 1
      const lasts = Math.min(MOST, FIRST * 2 ** (failures - 1)) * (0.8 + 0.4 * random())
      here()[rung] = { reason, failures, until: clock.wall() + lasts }
      save()
    },
    /** It works: it may be tried at any time. How often it failed counts until it is forgotten, should it die young after all. @param {string} rung */
    lift(rung) {
      const verdict = verdicts.of(rung)
      if (!verdict) return
      verdict.until = clock.wall()
      save()
    },
    /** @param {string} rung */
    forget(rung) {
      delete here()[rung]
      save()
    },
    /** The network is another one. */
    drop() {
      here()
      delete all[place()]
      save()
    },
    /** For negotiate. @param {readonly string[]} rungs */
    list: (rungs) => rungs.filter(verdicts.of).map((name) => ({ name, reason: `${verdicts.of(name)?.reason}` })),
    /** Milliseconds until the first of these runs out; Infinity where none holds. @param {readonly string[]} rungs */
    next: (rungs) => Math.min(...rungs.map((rung) => (verdicts.of(rung)?.until ?? Infinity) - clock.wall()))
  }
  return verdicts
}

/** @typedef {ReturnType<typeof createVerdicts>} Verdicts */
