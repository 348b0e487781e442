/** What this network did, told to the server with whatever goes up next (section 13.10). */

import { encodeText } from '../wire/bytes.js'
import { frame, numbers, Type } from '../wire/frames.js'

const MOST = 32

/** Those of one session. */
export function createReports() {
  /** @type {Uint8Array[]} */
  let waiting = []
  /** @type {Set<string>} */
  const proven = new Set()
  let count = 0
  return {
    /**
     * @param {string} rung
     * @param {string} reason
     * @param {number} [alive] milliseconds
     * @param {number} [silent] milliseconds
     */
    add(rung, reason, alive = 0, silent = 0) {
      const isProof = reason === 'proven'
      if ((isProof && proven.has(rung)) || count++ >= MOST) return
      if (isProof) proven.add(rung)
      waiting.push(frame(Type.report, [...numbers(Math.round(alive), Math.round(silent)), ...encodeText(`${rung} ${reason}`)]))
    },
    /** @returns {Uint8Array[]} what has not been told */
    take() {
      const frames = waiting
      waiting = []
      return frames
    }
  }
}
