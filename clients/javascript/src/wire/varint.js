/** LEB128 up to 2^53 - 1. Bit operators stop at 32 bits, so this is arithmetic. */

const MAX_BYTES = 8

/**
 * Appends a value to an array of bytes.
 * @param {number[]} to
 * @param {number} value
 */
export function pushVarint(to, value) {
  while (value > 127) {
    to.push((value % 128) | 128)
    value = Math.floor(value / 128)
  }
  to.push(value)
}

/**
 * Reads a value; null where there is none: cut, too long or too large.
 * @param {Uint8Array} bytes
 * @param {number} [at]
 * @returns {{ value: number, end: number } | null}
 */
export function readVarint(bytes, at = 0) {
  let value = 0
  let factor = 1
  for (let i = 0; i < MAX_BYTES; i++, factor *= 128) {
    const byte = bytes[at + i]
    if (byte === undefined) return null
    value += (byte & 127) * factor
    if (byte < 128) return value <= Number.MAX_SAFE_INTEGER ? { value, end: at + i + 1 } : null
  }
  return null
}
