/** One lossless session, and topics on it. */

import { checkOptions } from '../options.js'
import { TopicSession } from './session.js'

export { SessionError } from '../error.js'
export { Subscription } from './subscription.js'
export { TopicSession as Session }

/** @typedef {import('../options.js').ConnectOptions} ConnectOptions */
/** @typedef {import('../options.js').TransportName} TransportName */
/** @typedef {import('../engine/status.js').Attempt} Attempt */
/** @typedef {import('../events.js').SessionEvents} SessionEvents */
/** @typedef {import('./session.js').SubscribeOptions} SubscribeOptions */
/** @typedef {import('./subscription.js').SubscriptionEvents} SubscriptionEvents */
/** @typedef {import('./answers.js').History} History */
/** @typedef {import('./answers.js').HistoryMessage} HistoryMessage */
/** @typedef {import('./answers.js').Presence} Presence */

/**
 * Returns at once. What is sent and asked for in the same turn rides on the very first request.
 * @param {string | URL} url absolute, or relative to the page
 * @param {ConnectOptions} [options]
 * @returns {TopicSession}
 */
export function connect(url, options = {}) {
  return new TopicSession(checkOptions(url, options))
}
