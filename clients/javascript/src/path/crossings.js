/** Attaches on two connections may cross on the way, which says nothing of the rung: three in a row are excused. Where they always do, something repeats them. */

const MOST = 4

export function createCrossings() {
  /** @type {Map<string, number>} in a row, by rung */
  const counts = new Map()
  return {
    /** Whether this one is no failure. @param {string} rung */
    excuse(rung) {
      const count = (counts.get(rung) ?? 0) + 1
      counts.set(rung, count % MOST)
      return count < MOST
    },
    /** It carries the session. @param {string} rung */
    settled: (rung) => void counts.delete(rung)
  }
}
