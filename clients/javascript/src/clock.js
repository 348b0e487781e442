/** All timers of a session, so that they can be ended together, and so that sleep is noticed (section 13.6). */

/**
 * @typedef {object} Clock
 * @property {() => number} now monotonic milliseconds
 * @property {() => number} wall milliseconds of the epoch
 * @property {(call: () => void, ms: number) => unknown} setTimeout
 * @property {(handle: never) => void} clearTimeout
 */

/** A timer that fires this much late was held back by sleep. */
const SLEPT = 2000
/** Longer ones fire at once in every host. */
const LONGEST = 2147483647

/** @type {Clock} */
export const systemClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (handle) => clearTimeout(handle)
}

/** @typedef {{ clear(): void }} Timer */

/**
 * @param {Clock} clock
 * @param {() => void} slept told before the timer that was late
 */
export function createTimers(clock, slept) {
  /** @type {Set<Timer>} */
  const running = new Set()
  let isClosed = false
  return {
    now: clock.now,
    wall: clock.wall,
    get count() { return running.size },
    /**
     * @param {number} ms
     * @param {(late: boolean) => void} call `late`: what it was to judge was not seen meanwhile
     * @returns {Timer}
     */
    set(ms, call) {
      if (isClosed) return { clear() {} }
      const wait = Math.min(Math.max(ms, 0), LONGEST)
      const due = clock.now() + wait
      const dueWall = clock.wall() + wait
      const handle = clock.setTimeout(() => {
        running.delete(timer)
        const late = clock.now() - due > SLEPT || clock.wall() - dueWall > SLEPT
        if (late) slept()
        call(late)
      }, wait)
      const timer = {
        clear() {
          if (running.delete(timer)) clock.clearTimeout(/** @type {never} */ (handle))
        }
      }
      running.add(timer)
      return timer
    },
    /** Ends all of them; there are no others after this. */
    close() {
      isClosed = true
      for (const timer of [...running]) timer.clear()
    }
  }
}

/** @typedef {ReturnType<typeof createTimers>} Timers */
