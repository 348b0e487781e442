/** The body of negotiate and its answer (PROTOCOL.md, section 6). */

import { attempt, concat, decodeText, encodeText, fromBase64, fromToken, toBase64 } from './bytes.js'
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
 * @property {{ type: number, payload: Uint8Array }[]} messages
 */

/** @param {NegotiateFields} fields */
export const negotiateBody = ({ key, transports, failed, messages }) => encodeText(JSON.stringify({
  version: 1,
  key,
  transports,
  failed: failed.length ? failed : undefined,
  messages: messages.length ? messages.map(writeMessage) : undefined
}))

/** @param {{ type: number, payload: Uint8Array }} message */
const writeMessage = ({ type, payload }) => type === Type.text ? { text: decodeText(payload) }
  : type === Type.binary ? { binary: toBase64(payload) } : { frame: toBase64(concat([[type], payload])) }

/**
 * @param {string} id
 * @param {string} secret
 */
export const renewBody = (id, secret) => encodeText(JSON.stringify({ version: 1, renew: { id, secret } }))

/** @param {any} answer any: what JSON may hold */
export const isRenewed = (answer) => answer?.renewed === true

/**
 * @param {any} answer any: what JSON may hold
 * @returns {Grant | null} null where the answer is not one of ours
 */
export const readGrant = (answer) => attempt(() => {
  const { version, session: { id, secret }, limits, heartbeat, hold, received, handled, position } = answer
  const { upstream, window } = limits
  const idBytes = fromToken(id)
  const secretBytes = fromToken(secret)
  const messages = list(answer.messages, readMessage)
  const positive = [limits.message, limits.frame, limits.body, upstream.messages, upstream.bytes, window.messages, window.bytes, heartbeat]
  const isOurs = version === 1 && messages.every(({ payload }) => payload)
    && positive.every((value) => value > 0 && Number.isFinite(value)) && hold >= 0 && Number.isFinite(hold)
    && [received, handled, position].every((value) => value >= 0 && Number.isSafeInteger(value))
  return isOurs && idBytes && secretBytes && {
    id, secret, idBytes, secretBytes, limits, received, handled, position, messages,
    heartbeat: heartbeat * 1000, hold: hold * 1000,
    fails: list(answer.fails, ({ number, code }) => ({ number, code: `${code}` })),
    transports: list(answer.transports, ({ name, path, why }) => ({ name, path, why: `${why}` }))
  } || null
})

/**
 * Throws where it is none.
 * @template T
 * @param {any[]} items any: what JSON may hold
 * @param {(item: any) => T} read
 * @returns {T[]}
 */
const list = (items, read) => items.map(read)

/** @param {{ text?: string, binary: string, frame?: string }} message */
function readMessage({ text, binary, frame }) {
  if (text !== undefined) return { type: Type.text, payload: encodeText(text) }
  const bytes = /** @type {Uint8Array} */ (fromBase64(frame ?? binary))
  return frame === undefined ? { type: Type.binary, payload: bytes } : { type: Number(bytes[0]), payload: bytes.subarray(1) }
}
