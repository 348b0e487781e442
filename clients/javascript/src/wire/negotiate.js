/** The body of negotiate and its answer (PROTOCOL.md, section 6). */

import { fromBase64, fromToken, encodeText, isMalformed } from './bytes.js'
import { Type } from './frames.js'

/**
 * @typedef {object} Limits
 * @property {number} message
 * @property {number} frame
 * @property {number} body
 * @property {{ messages: number, bytes: number }} upstream
 * @property {{ messages: number, bytes: number }} window
 */

/**
 * @typedef {object} Grant what the server gave: a session and how to reach it
 * @property {string} id
 * @property {string} secret
 * @property {Uint8Array} idBytes
 * @property {Uint8Array} secretBytes
 * @property {{ name: string, path: string, why: string }[]} transports
 * @property {Limits} limits
 * @property {number} heartbeat milliseconds
 * @property {number} hold milliseconds
 * @property {number} received
 * @property {number} handled
 * @property {{ number: number, code: string }[]} fails
 * @property {number} position
 * @property {{ type: number, payload: Uint8Array }[]} messages
 */

/**
 * @typedef {object} NegotiateFields
 * @property {string} key
 * @property {readonly string[]} transports
 * @property {{ name: string, reason: string }[]} failed
 * @property {({ text: string } | { binary: string })[]} messages
 */

/** @param {NegotiateFields} fields */
export function negotiateBody({ key, transports, failed, messages }) {
  return encodeText(JSON.stringify({
    version: 1,
    key,
    transports,
    ...(failed.length ? { failed } : null),
    ...(messages.length ? { messages } : null)
  }))
}

/**
 * @param {string} id
 * @param {string} secret
 */
export const renewBody = (id, secret) => encodeText(JSON.stringify({ version: 1, renew: { id, secret } }))

/** @param {unknown} answer */
export const isRenewed = (answer) => isRecord(answer) && answer.version === 1 && answer.renewed === true

/**
 * @param {unknown} answer
 * @returns {Grant | null} null where the answer is not one of ours
 */
export function readGrant(answer) {
  if (!isRecord(answer) || answer.version !== 1 || !isRecord(answer.session) || !isRecord(answer.limits)) return null
  const { id, secret } = answer.session
  const idBytes = fromToken(id)
  const secretBytes = fromToken(secret)
  const limits = readLimits(answer.limits)
  const transports = list(answer.transports, readTransport)
  const fails = list(answer.fails, readFail)
  const messages = list(answer.messages, readMessage)
  const { heartbeat, hold, received, handled, position } = answer
  const times = isPositive(heartbeat) && isCount(hold === 0 ? 0 : Math.ceil(Number(hold)))
  if (!idBytes || !secretBytes || !limits || !transports || !fails || !messages || !times) return null
  if (!isCount(received) || !isCount(handled) || !isCount(position)) return null
  return {
    id: String(id), secret: String(secret), idBytes, secretBytes, transports, limits,
    heartbeat: Number(heartbeat) * 1000, hold: Number(hold) * 1000,
    received, handled, fails, position, messages
  }
}

/** @param {Record<string, unknown>} limits */
function readLimits({ message, frame, body, upstream, window }) {
  return isPositive(message) && isPositive(frame) && isPositive(body) && isBound(upstream) && isBound(window)
    ? { message, frame, body, upstream, window } : null
}

/**
 * @param {unknown} bound
 * @returns {bound is { messages: number, bytes: number }}
 */
const isBound = (bound) => isRecord(bound) && isPositive(bound.messages) && isPositive(bound.bytes)

/** @param {Record<string, unknown>} offer */
function readTransport({ name, path, why }) {
  return typeof name === 'string' && typeof path === 'string' ? { name, path, why: String(why ?? '') } : null
}

/** @param {Record<string, unknown>} fail */
function readFail({ number, code }) {
  return isPositive(number) && typeof code === 'string' ? { number, code } : null
}

/** @param {Record<string, unknown>} message */
function readMessage({ text, binary }) {
  if (typeof text === 'string' && !isMalformed(text)) return { type: Type.text, payload: encodeText(text) }
  const payload = typeof binary === 'string' ? fromBase64(binary) : null
  return payload && { type: Type.binary, payload }
}

/**
 * @template T
 * @param {unknown} items
 * @param {(item: Record<string, unknown>) => T | null} read
 * @returns {T[] | null}
 */
function list(items, read) {
  const all = Array.isArray(items) ? items.map((item) => isRecord(item) ? read(item) : null) : [null]
  return all.includes(null) ? null : /** @type {T[]} */ (all)
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * @param {unknown} value
 * @returns {value is number}
 */
const isPositive = (value) => typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER

/**
 * @param {unknown} value
 * @returns {value is number}
 */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0
