/** What the application sends, as bytes. */

import { failure } from './error.js'
import { encodeText, isMalformed } from './wire/bytes.js'
import { Type } from './wire/frames.js'

/** @typedef {string | ArrayBuffer | ArrayBufferView | Blob} Sendable */

/**
 * @typedef {object} Ready
 * @property {number} type
 * @property {number} size
 * @property {Uint8Array | Promise<Uint8Array>} payload a promise where it must be read first
 */

/**
 * @param {unknown} data
 * @returns {Ready}
 */
export function prepare(data) {
  if (typeof data === 'string') {
    if (isMalformed(data)) throw failure('text-malformed')
    return ready(Type.text, encodeText(data))
  }
  // Its own copy: the application may go on with its buffer.
  if (data instanceof ArrayBuffer) return ready(Type.binary, new Uint8Array(data.slice(0)))
  if (ArrayBuffer.isView(data)) return ready(Type.binary, new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice())
  if (data instanceof Blob) return { type: Type.binary, size: data.size, payload: data.arrayBuffer().then((buffer) => new Uint8Array(buffer)) }
  throw wrong('data', data, 'a string, an ArrayBuffer, a typed array, a DataView or a Blob')
}

/** @param {number} type @param {Uint8Array} payload @returns {Ready} */
const ready = (type, payload) => ({ type, size: payload.length, payload })

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} accepted
 */
export const wrong = (name, value, accepted) => new TypeError(`${name} is ${describe(value)}; accepted is ${accepted}.`)

const MOST_DESCRIBED = 80

/**
 * The value as an error shows it; a long one is cut.
 * @param {any} value any: whatever an application may hand over
 * @returns {string}
 */
export function describe(value) {
  const text = Array.isArray(value) ? `[${value.slice(0, MOST_DESCRIBED).map(describe).join(', ')}]`
    : typeof value === 'string' ? JSON.stringify(value)
      : typeof value === 'function' ? 'a function'
        : Object(value) === value ? `a ${value.constructor?.name ?? 'object'}` : String(value)
  return text.length > MOST_DESCRIBED ? `${text.slice(0, MOST_DESCRIBED)}…` : text
}
