/** Bytes, UTF-8 and base64: what every host has, and no more. */

const encoder = new TextEncoder()
/** A byte order mark belongs to the message. */
export const STRICT = { fatal: true, ignoreBOM: true }
const strict = new TextDecoder('utf-8', STRICT)
const lenient = new TextDecoder()

/** @param {string} text */
export const encodeText = (text) => encoder.encode(text)

/**
 * The text in at most so many bytes, without a character that is cut.
 * @param {string} text
 * @param {number} most
 */
export function encodeAtMost(text, most) {
  const bytes = new Uint8Array(most)
  return bytes.subarray(0, encoder.encodeInto(text, bytes).written)
}

/**
 * @template T
 * @param {() => T} call
 * @returns {T | null} null where it throws
 */
export function attempt(call) {
  try {
    return call()
  } catch {
    return null
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {string | null} null where the bytes are not UTF-8
 */
export const decodeText = (bytes) => attempt(() => strict.decode(bytes))

/**
 * Text for people and logs; what is not UTF-8 becomes U+FFFD.
 * @param {Uint8Array} bytes
 */
export const decodeReason = (bytes) => lenient.decode(bytes)

/**
 * Whether a string has unpaired surrogates, which UTF-8 cannot carry: read by characters, a pair is none.
 * @param {string} text
 */
export const isMalformed = (text) => /\p{Cs}/u.test(text)

/** @param {ArrayLike<number>[]} parts */
export const lengthOf = (parts) => parts.reduce((sum, { length }) => sum + length, 0)

/**
 * @param {ArrayLike<number>[]} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function concat(parts) {
  const joined = new Uint8Array(lengthOf(parts))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** @param {Uint8Array} bytes */
export const toBase64 = (bytes) => btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''))

/**
 * Padded base64 of the standard alphabet, and nothing else.
 * @param {string} text
 * @returns {Uint8Array | null}
 */
export const fromBase64 = (text) => text.length % 4 || /\s/.test(text) ? null : attempt(() => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)))

/** @param {Uint8Array} bytes */
export const toToken = (bytes) => toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')

/**
 * The 16 bytes of an id or a secret; null where the text is neither.
 * @param {unknown} text
 */
export const fromToken = (text) => /^[\w-]{22}$/.test(/** @type {string} */ (text)) ? fromBase64(`${text}==`.replace(/-/g, '+').replace(/_/g, '/')) : null

/** @param {number} length */
export const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))
