/** Full jitter: random(0, min(30 s, 250 ms × 2ⁿ)), and not before the server wants it. */

const MOST = 30000
const FIRST = 250

/**
 * @param {number} failures in a row before this one
 * @param {number} random 0 to 1
 * @param {number} [retryAfter] milliseconds
 */
export const backoff = (failures, random, retryAfter = 0) =>
  Math.max(retryAfter, random * Math.min(MOST, FIRST * 2 ** Math.min(failures, 20)))
