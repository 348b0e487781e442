/** Close codes (PROTOCOL.md, section 9): the range says what to do. */

/** @typedef {'continue' | 'resume' | 'renegotiate' | 'stop'} Action */

const RANGES = [
  'complete',
  'superseded stale heartbeat-missed write-timeout probe-expired reauthenticate rotate busy position-ahead frame-malformed frame-unknown flow-violation position-invalid attach-timeout attach-required body-too-large batch-too-large',
  'session-unknown going-away slow-consumer session-conflict secret-wrong session-foreign shed received-invalid',
  'closed closed-by-client kicked version-unsupported message-too-large credentials-expired origin-refused forbidden'
]
/** @type {readonly Action[]} */
const ACTIONS = ['continue', 'resume', 'renegotiate', 'stop']

/** @type {Record<string | number, string | number>} a name by its number, a number by its name */
const codes = {}
RANGES.forEach((range, i) => range.split(' ').forEach((name, j) => {
  const number = 4000 + 100 * i + j
  codes[number] = name
  codes[name] = number
}))

/**
 * @param {number} number
 * @returns {string} the name, or the number as text
 */
export const codeName = (number) => `${codes[number] ?? number}`

/**
 * @param {string} name
 * @returns {number} 0 where it is none
 */
export const codeNumber = (name) => Number(codes[name]) || 0

/**
 * @param {number} number
 * @returns {Action}
 */
export const actionOf = (number) => ACTIONS[Math.floor(number / 100) - 40] ?? 'resume'

/**
 * @param {unknown} action
 * @returns {action is Action}
 */
export const isAction = (action) => ACTIONS.includes(/** @type {Action} */ (action))
