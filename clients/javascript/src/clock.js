/** All timers of a session, so that they can be ended together, and so that sleep is noticed (section 13.6). */

/**
 * @typedef {object} Clock the globals that time comes from
 * @property {{ now(): number }} performance monotonic milliseconds
 * @property {{ now(): number }} Date milliseconds of the epoch
 * @property {(call: () => void, ms: number) => unknown} setTimeout
 * @property {(handle: never) => void} clearTimeout
 */

/** A timer that fires this much late was held back by sleep. */
const SLEPT = 2000

/**
 * @typedef {object} Alarm one thing to be done later; to set it again is to set it anew
 * @property {boolean} isSet
 * @property {(ms: number) => void} set Infinity: never
 * @property {() => void} clear
 */

/**
 * @param {Clock} clock
 * @param {() => void} slept told before the alarm that was late
 */
export function createTimers(clock, slept) {
  /** @type {Set<Alarm>} */
  const running = new Set()
  let isClosed = false
  const now = () => clock.performance.now()
  const wall = () => clock.Date.now()
  return {
    now,
    /** Milliseconds of the epoch. */
    wall,
    /**
     * @param {(late: boolean) => void} call `late`: what it was to judge was not seen meanwhile
     * @returns {Alarm}
     */
    alarm(call) {
      /** @type {unknown} */
      let handle
      /** @type {Alarm} */
      const alarm = {
        isSet: false,
        set(ms) {
          alarm.clear()
          if (isClosed || ms === Infinity) return
          const wait = Math.max(ms, 0)
          const due = now() + wait
          const dueWall = wall() + wait
          alarm.isSet = true
          running.add(alarm)
          handle = clock.setTimeout(() => {
            alarm.clear()
            const late = now() - due > SLEPT || wall() - dueWall > SLEPT
            if (late) slept()
            call(late)
          }, wait)
        },
        clear() {
          alarm.isSet = false
          running.delete(alarm)
          clock.clearTimeout(/** @type {never} */ (handle))
        }
      }
      return alarm
    },
    /** Ends all of them; there are no others after this. */
    close() {
      isClosed = true
      for (const { clear } of running) clear()
    }
  }
}

/** @typedef {ReturnType<typeof createTimers>} Timers */
