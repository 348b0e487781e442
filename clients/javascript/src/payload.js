/** What the application sends, as bytes. */

import { failure } from './error.js'
import { encodeText, isMalformed } from './wire/bytes.js'
import { Type } from './wire/frames.js'

/** @typedef {string | ArrayBuffer | ArrayBufferView | Blob} Sendable */

/**
 * @typedef {object} Ready
 * @property {number} type
 * @property {number} size
 * @property {Uint8Array | null} payload null where it must be read first
 * @property {() => Promise<Uint8Array>} read
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
  if (typeof Blob === 'function' && data instanceof Blob) {
    return { type: Type.binary, size: data.size, payload: null, read: async () => new Uint8Array(await data.arrayBuffer()) }
  }
  throw new TypeError(`data is ${describe(data)}; accepted are a string, an ArrayBuffer, a typed array, a DataView and a Blob.`)
}

/** @param {unknown} data */
export async function bytesOf(data) {
  const { type, payload, read } = prepare(data)
  return { type, payload: payload ?? await read() }
}

/** @param {number} type @param {Uint8Array} payload @returns {Ready} */
const ready = (type, payload) => ({ type, size: payload.length, payload, read: async () => payload })

const MOST_DESCRIBED = 80

/**
 * The value as an error shows it; a long one is cut.
 * @param {unknown} value
 * @returns {string}
 */
export function describe(value) {
  const text = Array.isArray(value) ? `[${value.slice(0, MOST_DESCRIBED).map(describe).join(', ')}]` : describeOne(value)
  return text.length > MOST_DESCRIBED ? `${text.slice(0, MOST_DESCRIBED)}…` : text
}

/** @param {unknown} value */
function describeOne(value) {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' && typeof value !== 'function' || value === null) return String(value)
  return typeof value === 'function' ? 'a function' : `a ${/** @type {object} */ (value).constructor?.name ?? typeof value}`
}
