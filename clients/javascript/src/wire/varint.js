/** LEB128 up to 2^53 - 1. Bit operators stop at 32 bits, so this is arithmetic. */

/** The eighth byte's factor. */
const MOST_FACTOR = 2 ** 49

/**
 * Numbers as bytes, one after another.
 * @param {...number} all
 */
export function numbers(...all) {
  /** @type {number[]} */
  const bytes = []
  for (let value of all) {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
    bytes.push(value)
  }
  return bytes
}

/**
 * So many numbers, and behind them where they end; null where one is cut, too long or too large.
 * @param {Uint8Array} bytes
 * @param {number} [count]
 * @returns {number[] | null}
 */
export function findNumbers(bytes, count = 1) {
  const found = []
  let at = 0
  while (count--) {
    let value = 0
    for (let factor = 1, byte = 128; byte > 127; factor *= 128) {
      byte = bytes[at++] ?? 256
      if (byte > 255 || factor > MOST_FACTOR) return null
      value += (byte & 127) * factor
    }
    if (value > Number.MAX_SAFE_INTEGER) return null
    found.push(value)
  }
  return [...found, at]
}
