/** The arguments of `subscribe`, `publish` and `history`, checked. */

import { check } from '../options.js'
import { encodeText } from '../wire/bytes.js'
import { isCount, isText } from './answers.js'

const MOST_BYTES = 255
const NAME = /^(?! )[^\p{Cc}\p{Cs}\u2028\u2029*]+$(?<! )/u
const KEY = /^[^\p{Cc}\p{Cs}]+$/u

/** @param {RegExp} form @returns {(text: unknown) => boolean} */
const isName = (form) => (text) => isText(text) && form.test(text) && encodeText(text).length <= MOST_BYTES

/** @param {string} topic */
export const checkTopic = (topic) =>
  check([undefined, isName(NAME), 'a string of 1 to 255 bytes of UTF-8 without control characters, line separators and *, and without a space at its ends'], 'topic', topic)

/** @param {string | undefined} key */
export const checkKey = (key) =>
  check([undefined, (value) => value === undefined || isName(KEY)(value), 'a string of 1 to 255 bytes of UTF-8 without control characters'], 'key', key)

/**
 * @param {import('./subscription.js').Since | null | undefined} since
 * @returns {{ epoch?: string, position: number } | undefined}
 */
export function checkSince(since) {
  const { epoch, position } = check([null, (value) => value === null || isCount(value.position) && isText(value.epoch ?? ''), '{ epoch, position }, or null'], 'since', since) ?? {}
  return position === undefined ? undefined : { epoch: epoch ?? undefined, position }
}

/**
 * @param {string} name
 * @param {number | undefined} value
 * @param {number} least
 * @param {number} [most]
 * @returns {number | undefined}
 */
export const checkWhole = (name, value, least, most = Number.MAX_SAFE_INTEGER) =>
  check([undefined, (given) => given === undefined || isCount(given) && given >= least && given <= most, `a whole number from ${least} to ${most}`], name, value)
