/** Payloads of topic messages and publishes (PROTOCOL.md, sections 14.3 and 14.4). */

import { dataOf } from '../flow/requests.js'
import { isMessage } from '../flow/outbox.js'
import { concat, decodeText, encodeText } from './bytes.js'
import { findNumbers, numbers } from './varint.js'

const HAS_KEY = 1
const NOT_TO_SELF = 2

/**
 * @typedef {object} TopicMessage
 * @property {number} index
 * @property {number} position
 * @property {string | null} key
 * @property {string | null} publisher
 * @property {string | ArrayBuffer} data
 */

/**
 * @param {Uint8Array} payload
 * @returns {TopicMessage | string} the code of a fail where it is broken; fields that are not known are skipped
 */
export function readTopicMessage(payload) {
  const [index = 0, position = 0, at = 0] = findNumbers(payload, 2) ?? []
  /** @type {(string | null)[]} */
  const fields = []
  let rest = payload.subarray(at + 1)
  for (let bits = payload[at] ?? 0; bits; bits >>= 1) {
    const [length = 0, start = 0] = bits & 1 ? findNumbers(rest) ?? [] : [0, -1]
    const end = Math.max(start, 0) + length
    if (!start || end > rest.length) return 'not-supported'
    fields.push(start > 0 ? decodeText(rest.subarray(start, end)) : null)
    rest = rest.subarray(end)
  }
  const [kind = 0] = rest
  const [key = null, publisher = null] = fields
  if (!at || !isMessage(kind)) return 'not-supported'
  const data = dataOf(kind, rest.subarray(1))
  return data === null ? 'not-utf8' : { index, position, key, publisher, data }
}

/** @param {string} text */
const field = (text) => {
  const bytes = encodeText(text)
  return [numbers(bytes.length), bytes]
}

/**
 * @param {string} topic
 * @param {string | undefined} key
 * @param {boolean} echo
 * @param {number} kind
 * @param {Uint8Array} body
 */
export const publishPayload = (topic, key, echo, kind, body) => concat([
  ...field(topic), [(key ? HAS_KEY : 0) | (echo ? 0 : NOT_TO_SELF)], ...key ? field(key) : [], [kind], body
])
