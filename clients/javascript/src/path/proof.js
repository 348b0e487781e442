/** Whether a held response brings what the server writes when it is written: three stamped beats (section 13.3). */

const BEATS = 3
const TOLERANCE = 250
const FIRST_WITHIN = 1300
const SPAN = 750
const LAST_STAMP = 1000
/** Where every beat comes so late, a filter holds back the newest write until the next one (section 13.3). */
const TRAILING = 35

/**
 * @param {number} start of the request
 * @param {number} rtt
 */
export function createProof(start, rtt) {
  let count = 0
  let first = 0
  const proof = {
    /** Whether every beat so far was that late. */
    isTrailing: false,
    /**
     * @param {number} now
     * @param {number} stamp milliseconds since `attached` was written
     * @returns {'proven' | 'late' | null}
     */
    beat(now, stamp) {
      const late = now - start - stamp - rtt
      if (late > TOLERANCE + rtt) return 'late'
      proof.isTrailing = late >= TRAILING && (!count || proof.isTrailing)
      if (++count === 1) first = now
      if (count < BEATS) return null
      return now - first >= SPAN ? 'proven' : 'late'
    },
    /** What is wrong if nothing more has come by then. @returns {{ at: number, reason: 'held' | 'late' }} */
    deadline() {
      return count === 0
        ? { at: start + FIRST_WITHIN + rtt, reason: 'held' }
        : { at: start + LAST_STAMP + TOLERANCE + 2 * rtt, reason: 'late' }
    }
  }
  return proof
}
