/** What does not work here, and until when that is believed (section 13.3). */

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
  /** @type {string | null} */
  let seen = null

  /** A store may be full, forbidden or written by others. */
  function load() {
    let text = null
    try { text = store?.getItem(ITEM) ?? null } catch { /* forbidden */ }
    if (text === null || text === seen) return
    seen = text
    try {
      const read = JSON.parse(text)
      if (typeof read === 'object' && read !== null) all = read
    } catch { /* not ours */ }
  }

  function save() {
    const places = Object.keys(all)
    if (places.length > MOST_NETWORKS) delete all[/** @type {string} */ (places[0])]
    seen = JSON.stringify(all)
    try { store?.setItem(ITEM, seen) } catch { /* full or forbidden */ }
  }

  /** @param {string} rung @returns {Verdict | null} */
  function read(rung) {
    load()
    const verdict = all[place()]?.[rung]
    return verdict && Number.isFinite(verdict.until) && Number.isFinite(verdict.failures) ? verdict : null
  }

  /** @param {string} rung */
  function holding(rung) {
    const verdict = read(rung)
    const left = verdict ? verdict.until - clock.wall() : 0
    // A wall clock that was set back must not make a verdict last.
    return verdict && left > 0 && left <= 1.2 * MOST ? verdict : null
  }

  return {
    /** The verdict that still holds. */
    of: holding,
    /** @param {string} rung @param {string} reason */
    add(rung, reason) {
      const failures = (read(rung)?.failures ?? 0) + 1
      const lasts = Math.min(MOST, FIRST * 2 ** Math.min(failures - 1, 10)) * (0.8 + 0.4 * random())
      ;(all[place()] ??= {})[rung] = { reason, failures, until: clock.wall() + lasts }
      save()
    },
    /** It works: it may be tried at any time. How often it failed counts until it is forgotten, should it die young after all. @param {string} rung */
    lift(rung) {
      const verdict = holding(rung)
      if (!verdict) return
      verdict.until = clock.wall()
      save()
    },
    /** @param {string} rung */
    forget(rung) {
      load()
      if (!all[place()]?.[rung]) return
      delete all[place()]?.[rung]
      save()
    },
    /** The network is another one. */
    drop() {
      load()
      delete all[place()]
      save()
    },
    /** For negotiate. @param {readonly string[]} rungs */
    list: (rungs) => rungs.flatMap((name) => {
      const verdict = holding(name)
      return verdict ? [{ name, reason: String(verdict.reason) }] : []
    }),
    /** Milliseconds until the first of these runs out; Infinity where none holds. @param {readonly string[]} rungs */
    next: (rungs) => Math.min(...rungs.map((rung) => (holding(rung)?.until ?? Infinity) - clock.wall()))
  }
}

/** @typedef {ReturnType<typeof createVerdicts>} Verdicts */
