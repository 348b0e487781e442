/** Messages as frames: what is over one frame's payload travels in pieces (section 3, fragments). */

import { concat } from './bytes.js'
import { frame, Type } from './frames.js'
import { findNumbers, numbers } from './varint.js'

/**
 * @param {number} type
 * @param {Uint8Array} payload
 * @param {number} piece bytes of payload in one frame
 * @returns {Uint8Array[]}
 */
export function messageFrames(type, payload, piece) {
  return payload.length > piece
    ? [frame(Type.fragment, payload.subarray(0, piece)), ...messageFrames(type, payload.subarray(piece), piece)]
    : [frame(type, payload)]
}

/**
 * A request's or response's payload: correlation, kind, body.
 * @param {number} correlation
 * @param {number} kind
 * @param {Uint8Array} body
 */
export const correlated = (correlation, kind, body) => concat([numbers(correlation), [kind], body])

/**
 * @param {Uint8Array} payload
 * @returns {{ correlation: number, kind: number, body: Uint8Array } | null} null where one is missing; every kind that there is takes one byte
 */
export function readCorrelated(payload) {
  const [correlation = 0, kind = 0, end = 0] = findNumbers(payload, 2) ?? []
  return end ? { correlation, kind, body: payload.subarray(end) } : null
}
