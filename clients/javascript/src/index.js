/** One lossless session over WebSocket, Server-Sent Events, HTTP streaming, long-polling or short-polling. */

import { checkOptions } from './options.js'
import { Session } from './session.js'

export { SessionError } from './error.js'
export { Session }

/** @typedef {import('./options.js').ConnectOptions} ConnectOptions */
/** @typedef {import('./options.js').TransportName} TransportName */
/** @typedef {import('./engine/status.js').Attempt} Attempt */
/** @typedef {import('./events.js').SessionEvents} SessionEvents */

/**
 * Returns at once. What is sent in the same turn rides on the very first request.
 * @param {string | URL} url absolute, or relative to the page
 * @param {ConnectOptions} [options]
 * @returns {Session}
 */
export function connect(url, options = {}) {
  return new Session(checkOptions(url, options))
}
