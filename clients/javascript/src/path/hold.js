/** How long a poll may be held here: learnt from polls that were cut (section 13.4). */

const LEAST = 5000
/** What is cut sooner says nothing of a bound in time. */
const NOISE = 1000

/** @param {number} most the server's */
export function createHold(most) {
  let value = most
  let whole = 0
  /** @type {number | null} */
  let cut = null
  return {
    get value() { return value },
    /** A poll ended after this long without an answer of ours. @param {number} took */
    cut(took) {
      whole = 0
      if (took <= NOISE) return
      if (cut !== null && Math.abs(took - cut) <= 0.1 * Math.max(took, cut)) {
        value = Math.min(most, Math.max(LEAST, 0.7 * took))
        cut = null
      } else {
        cut = took
      }
    },
    /** One was held to its end. */
    full() {
      if (++whole < 10) return
      whole = 0
      value = Math.min(most, value * 1.1)
    }
  }
}

/** @typedef {ReturnType<typeof createHold>} Hold */
