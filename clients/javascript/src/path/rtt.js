/** How long an exchange takes that waits for nobody: a smaller sample replaces, a greater one moves by an eighth (section 13.1). */

const FIRST = 100

export function createRtt() {
  /** @type {number | null} */
  let value = null
  return {
    get value() { return value ?? FIRST },
    /** @param {number} sample milliseconds */
    add(sample) {
      if (value === null || sample < value) value = Math.max(sample, 0)
      else value += (sample - value) / 8
    }
  }
}
