/** Bytes, UTF-8 and base64: what every host has, and no more. */

const encoder = new TextEncoder()
// A byte order mark belongs to the message.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** @param {string} text */
export const encodeText = (text) => encoder.encode(text)

/**
 * @param {Uint8Array} bytes
 * @returns {string | null} null where the bytes are not UTF-8
 */
export function decodeText(bytes) {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}

/**
 * Text for people and logs; what is not UTF-8 becomes U+FFFD.
 * @param {Uint8Array} bytes
 */
export const decodeReason = (bytes) => lenient.decode(bytes)

/**
 * Whether a string has unpaired surrogates, which UTF-8 cannot carry.
 * @param {string} text
 */
export const isMalformed = (text) => /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text)

/**
 * @param {ArrayLike<number>[]} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function concat(parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let binary = ''
  // In pieces: a call has a bound for its arguments.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

/**
 * Padded base64 of the standard alphabet, and nothing else.
 * @param {string} text
 * @returns {Uint8Array | null}
 */
export function fromBase64(text) {
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** @param {Uint8Array} bytes */
export const toToken = (bytes) => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/**
 * The 16 bytes of an id or a secret; null where the text is neither.
 * @param {unknown} text
 */
export function fromToken(text) {
  if (typeof text !== 'string' || text.length !== 22) return null
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/') + '==')
}

/** @param {number} length */
export const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))
