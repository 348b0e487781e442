/** Messages as frames: what is over one frame's payload travels in pieces (section 3, fragments). */

import { concat } from './bytes.js'
import { frame, numbers, Type } from './frames.js'
import { readVarint } from './varint.js'

/**
 * @param {number} type
 * @param {Uint8Array} payload
 * @param {number} piece bytes of payload in one frame
 * @returns {Uint8Array[]}
 */
export function messageFrames(type, payload, piece) {
  const frames = []
  let at = 0
  for (; payload.length - at > piece; at += piece) frames.push(frame(Type.fragment, payload.subarray(at, at + piece)))
  frames.push(frame(type, payload.subarray(at)))
  return frames
}

/**
 * A request's or response's payload: correlation, kind, body.
 * @param {number} correlation
 * @param {number} kind
 * @param {Uint8Array} body
 */
export function correlated(correlation, kind, body) {
  return concat([numbers(correlation), [kind], body])
}

/**
 * @param {Uint8Array} payload
 * @returns {{ correlation: number, kind: number, body: Uint8Array } | null}
 */
export function readCorrelated(payload) {
  const read = readVarint(payload)
  const kind = read && payload[read.end]
  if (!read || kind === undefined || kind === null) return null
  return { correlation: read.value, kind, body: payload.subarray(read.end + 1) }
}
