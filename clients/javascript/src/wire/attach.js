/** Attach, attached and promote (PROTOCOL.md, section 5). */

import { concat } from './bytes.js'
import { frame, malformed, readNumbers, Type } from './frames.js'
import { numbers } from './varint.js'

const VERSION = 1

/** A mode is its place. */
const MODES = ['probe', 'take', 'send']

/**
 * @typedef {object} Attach
 * @property {'probe' | 'take' | 'send'} mode
 * @property {Uint8Array} id
 * @property {Uint8Array} secret
 * @property {Uint8Array} nonce
 * @property {number} attempt
 * @property {number} received
 * @property {number} upstream
 * @property {number} acked
 * @property {number} hold milliseconds
 */

/** @param {Attach} attach */
export const attachFrame = ({ mode, id, secret, nonce, attempt, received, upstream, acked, hold }) =>
  frame(Type.attach, concat([[VERSION, MODES.indexOf(mode)], id, secret, nonce, numbers(attempt, received, upstream, acked, hold)]))

/**
 * @typedef {object} Attached
 * @property {Uint8Array} nonce
 * @property {number} connection
 * @property {boolean} active
 * @property {number} received
 * @property {number} handled
 * @property {number} position
 */

/**
 * @param {Uint8Array} payload
 * @returns {Attached}
 */
export function readAttached(payload) {
  const [connection = 0, active = 0, received = 0, handled = 0, position = 0] = readNumbers(payload.subarray(8), 5)
  if (active > 1) throw malformed(`active ${active}`)
  return { nonce: payload.subarray(0, 8), connection, active: active > 0, received, handled, position }
}

/**
 * @param {number} connection
 * @param {number} received
 * @param {number} upstream
 * @param {boolean} [trailing]
 */
export const promoteFrame = (connection, received, upstream, trailing) => frame(Type.promote, [...numbers(connection, received, upstream), ...trailing ? [1] : []])
