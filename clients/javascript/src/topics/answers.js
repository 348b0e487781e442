/** What the server says of topics in JSON (PROTOCOL.md, sections 14.2 and 14.5): null where it is not what the contract says. */

import { attempt, fromBase64 } from '../wire/bytes.js'

/**
 * @typedef {object} Lost
 * @property {string} why
 * @property {number} [from]
 * @property {number} [to]
 */

/**
 * Where a topic goes on whose store went back.
 * @typedef {{ epoch: string, position: number }} Restart
 */

/**
 * @typedef {object} Beginning
 * @property {number} index
 * @property {string} epoch
 * @property {number} position
 * @property {Lost | null} gap
 * @property {boolean} conflated
 */

/**
 * @typedef {object} HistoryMessage
 * @property {number} position
 * @property {number} time milliseconds since 1970-01-01 UTC
 * @property {string | ArrayBuffer} data
 * @property {string | null} key
 * @property {string | null} publisher
 */

/**
 * @typedef {object} History
 * @property {string} epoch
 * @property {number} first the oldest message that is kept; 0 where none is
 * @property {number} last the newest one
 * @property {HistoryMessage[]} messages oldest first
 * @property {boolean} more whether there are others in the direction that was asked for
 */

/**
 * @typedef {object} Presence
 * @property {{ user: string, sessions: number }[]} users by name
 * @property {number} anonymous sessions without a user
 * @property {boolean} more whether there are other users
 */

/**
 * @typedef {object} PresenceChange
 * @property {string[]} joined
 * @property {string[]} left
 * @property {number} anonymous
 */

/** @param {unknown} value @returns {value is number} */
export const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0

/** @param {unknown} value @returns {value is string} */
export const isText = (value) => typeof value === 'string'

/**
 * @param {any} gap any: what JSON may hold
 * @returns {Lost | null}
 */
export const readLost = (gap) => isText(gap?.why) ? { why: gap.why, ...isCount(gap.from) && isCount(gap.to) ? { from: gap.from, to: gap.to } : {} } : null

/**
 * @param {any} gap any: what JSON may hold
 * @returns {Restart | null}
 */
export const readRestart = (gap) => isText(gap?.epoch) && isCount(gap.position) ? { epoch: gap.epoch, position: gap.position } : null

/**
 * @param {any} answer any: what JSON may hold
 * @returns {Beginning | null}
 */
export const readBeginning = (answer) => isCount(answer?.index) && answer.index > 0 && isText(answer.epoch) && isCount(answer.position)
  ? { index: answer.index, epoch: answer.epoch, position: answer.position, gap: readLost(answer.gap), conflated: answer.conflated === true } : null

/**
 * @template T
 * @param {boolean} isRight
 * @param {T} value
 * @returns {T} throws where it is not
 */
function sure(isRight, value) {
  if (!isRight) throw value
  return value
}

/** @param {any} text any: what JSON may hold @returns {string | null} */
const optional = (text = null) => sure(text === null || isText(text), text)

/** @param {any} message any: what JSON may hold @returns {HistoryMessage} */
function readMessage({ position, time, text, binary, key, publisher }) {
  const data = isText(text) ? text : /** @type {ArrayBuffer} */ (/** @type {Uint8Array} */ (fromBase64(binary)).buffer)
  return sure(isCount(position) && isCount(time), { position, time, data, key: optional(key), publisher: optional(publisher) })
}

/**
 * @param {any} answer any: what JSON may hold
 * @returns {History | null}
 */
export const readHistory = (answer) => attempt(() => {
  const { epoch, first, last, messages, more } = answer
  return sure(isText(epoch) && isCount(first) && isCount(last), { epoch, first, last, messages: messages.map(readMessage), more: more === true })
})

/**
 * @param {any} answer any: what JSON may hold
 * @returns {Presence | null}
 */
export const readPresence = (answer) => attempt(() => {
  const { users, anonymous, more } = answer
  return sure(isCount(anonymous), {
    users: users.map((/** @type {any} */ { user, sessions }) => sure(isText(user) && isCount(sessions), { user, sessions })),
    anonymous, more: more === true
  })
})

/** What says no more than that it was done. @param {unknown} answer */
export const readDone = (answer) => Object(answer) === answer || null

/**
 * @param {any} change any: what JSON may hold
 * @returns {PresenceChange | null}
 */
export const readChange = ({ joined = [], left = [], anonymous = 0 }) => attempt(() => sure(
  isCount(anonymous) && joined.every(isText) && left.every(isText), { joined, left, anonymous }
))
