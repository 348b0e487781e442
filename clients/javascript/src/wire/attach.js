/** Attach, attached and promote (PROTOCOL.md, section 5). */

import { concat } from './bytes.js'
import { frame, malformed, numbers, readNumbers, Type } from './frames.js'

const VERSION = 1

export const Mode = Object.freeze({ probe: 0, take: 1, send: 2 })

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
export function attachFrame(attach) {
  return frame(Type.attach, concat([
    Uint8Array.of(VERSION, Mode[attach.mode]),
    attach.id,
    attach.secret,
    attach.nonce,
    Uint8Array.from(numbers(attach.attempt, attach.received, attach.upstream, attach.acked, attach.hold))
  ]))
}

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
  if (payload.length < 8) throw malformed('attached is cut')
  const connection = readNumbers(payload.subarray(8), 1)
  const active = payload[8 + connection.end]
  if (active === undefined || active > 1) throw malformed('attached without active')
  const rest = readNumbers(payload.subarray(9 + connection.end), 3).numbers
  const [received, handled, position] = /** @type {[number, number, number]} */ (rest)
  return {
    nonce: payload.slice(0, 8),
    connection: /** @type {number} */ (connection.numbers[0]),
    active: active === 1,
    received,
    handled,
    position
  }
}

/**
 * @param {number} connection
 * @param {number} received
 * @param {number} upstream
 */
export const promoteFrame = (connection, received, upstream) => frame(Type.promote, numbers(connection, received, upstream))
