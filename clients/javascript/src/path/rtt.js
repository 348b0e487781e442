/** How long an exchange takes that waits for nobody: a smaller sample replaces, a greater one moves by an eighth (section 13.1). */

const FIRST = 100
/** Where a request is not answered, the line may be slow: the waits grow with this, up to about half a minute. */
const SLOW_FIRST = 1000
const SLOW_MOST = 8000

export function createRtt() {
  let isKnown = false
  const rtt = {
    value: FIRST,
    /** @param {number} sample milliseconds */
    add(sample) {
      rtt.value = Math.max(0, isKnown && sample > rtt.value ? rtt.value + (sample - rtt.value) / 8 : sample)
      isKnown = true
    },
    /** A wait ran out: the next ones are longer, until a sample says better. */
    doubt() { rtt.value = Math.max(rtt.value, Math.min(SLOW_MOST, Math.max(SLOW_FIRST, 2 * rtt.value))) }
  }
  return rtt
}
