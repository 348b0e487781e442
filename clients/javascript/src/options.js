/** The arguments of `connect`, checked: what is wrong, the value, and what is accepted. */

import { systemClock } from './clock.js'
import { LADDER } from './path/ladder.js'
import { memoryStore } from './path/verdicts.js'
import { wrong } from './payload.js'
import { attempt } from './wire/bytes.js'

/** @typedef {string | ((reason: { expired?: boolean }) => string | null | undefined | Promise<string | null | undefined>)} Token */
/** @typedef {import('./payload.js').Sendable} Sendable */
/** @typedef {'websocket' | 'sse' | 'stream' | 'longpoll' | 'shortpoll'} TransportName */

/**
 * @typedef {object} ConnectOptions
 * @property {readonly TransportName[]} [transports]
 * @property {Token} [token]
 * @property {RequestCredentials} [credentials]
 * @property {(data: string | ArrayBuffer) => Sendable | Promise<Sendable>} [onRequest]
 * @property {number} [connectTimeout]
 * @property {number} [requestTimeout]
 * @property {number} [pollInterval]
 * @property {{ messages?: number, bytes?: number }} [queue]
 * @property {import('./path/verdicts.js').Store | null} [verdicts]
 * @property {typeof fetch} [fetch]
 * @property {new (url: string, protocols: string) => WebSocket} [WebSocket]
 */

/**
 * @typedef {object} Options
 * @property {URL} url
 * @property {readonly string[]} transports
 * @property {Token | undefined} token
 * @property {RequestCredentials} credentials
 * @property {ConnectOptions['onRequest']} onRequest
 * @property {number} connectTimeout
 * @property {number} requestTimeout
 * @property {number} pollInterval
 * @property {{ messages: number, bytes: number }} queue
 * @property {import('./path/verdicts.js').Store | null} verdicts
 * @property {typeof fetch} fetch
 * @property {ConnectOptions['WebSocket'] | null} WebSocket
 * @property {import('./clock.js').Clock} clock
 * @property {() => number} random
 * @property {import('./page.js').PageHost} page
 */

const LONGEST = 2147483647

/**
 * @param {string | URL} url
 * @param {ConnectOptions & { clock?: import('./clock.js').Clock, random?: () => number, page?: import('./page.js').PageHost }} given
 * @returns {Options}
 */
export function checkOptions(url, given) {
  check(Object(given) === given, 'options', given, 'an object')
  const {
    transports = LADDER, token, credentials = 'same-origin', onRequest, queue = {}, verdicts = defaultStore(),
    fetch = globalThis.fetch, WebSocket = globalThis.WebSocket, connectTimeout,
    clock = systemClock, random = Math.random, page = /** @type {import('./page.js').PageHost} */ (/** @type {unknown} */ (globalThis))
  } = given
  const isFunction = (/** @type {unknown} */ value) => typeof value === 'function'
  check(Array.isArray(transports) && transports.length && transports.every((name) => LADDER.includes(name)), 'transports', transports, `a list of one or more of ${LADDER.join(', ')}`)
  check(token === undefined || typeof token === 'string' || isFunction(token), 'token', token, 'a string or a function')
  check(['omit', 'same-origin', 'include'].includes(credentials), 'credentials', credentials, '"omit", "same-origin" or "include"')
  check(!onRequest || isFunction(onRequest), 'onRequest', onRequest, 'a function')
  check(Object(queue) === queue, 'queue', queue, '{ messages, bytes }')
  check(!verdicts || isFunction(verdicts.getItem) && isFunction(verdicts.setItem), 'verdicts', verdicts, 'null, or an object with getItem and setItem')
  check(isFunction(fetch), 'fetch', fetch, 'a function')
  check(!WebSocket || isFunction(WebSocket), 'WebSocket', WebSocket, 'a class, or null')
  return {
    url: checkUrl(url),
    transports, token, credentials, onRequest, verdicts, fetch, WebSocket, clock, random, page,
    connectTimeout: connectTimeout === Infinity ? connectTimeout : number('connectTimeout', connectTimeout, 60000, 1, LONGEST, ', or Infinity'),
    requestTimeout: number('requestTimeout', given.requestTimeout, 30000, 1, LONGEST),
    pollInterval: number('pollInterval', given.pollInterval, 1000, 10, 3600000),
    queue: {
      messages: number('queue.messages', queue.messages, 4096, 1, LONGEST),
      bytes: number('queue.bytes', queue.bytes, 4194304, 1, Number.MAX_SAFE_INTEGER)
    }
  }
}

/** @param {unknown} isRight @param {string} name @param {unknown} value @param {string} accepted */
function check(isRight, name, value, accepted) {
  if (!isRight) throw wrong(name, value, accepted)
}

/**
 * @param {string} name
 * @param {number | undefined} value
 * @param {number} otherwise
 * @param {number} least
 * @param {number} most
 * @param {string} [more]
 */
export function number(name, value, otherwise, least, most, more = '') {
  if (value === undefined) return otherwise
  check(typeof value === 'number' && value >= least && value <= most, name, value, `a number from ${least} to ${most}${more}`)
  return value
}

/** @param {string | URL} given */
function checkUrl(given) {
  const url = attempt(() => new URL(String(given), globalThis.document?.baseURI ?? globalThis.location?.href))
  check(/^https?:/.test(url?.protocol ?? ''), 'url', given, 'an http: or https: URL, absolute or relative to the page')
  const checked = /** @type {URL} */ (url)
  checked.hash = ''
  return checked
}

/** Reading it may already be forbidden. */
const defaultStore = () => attempt(() => globalThis.document && globalThis.sessionStorage) ?? memoryStore
