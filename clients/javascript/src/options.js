/** The arguments of `connect`, checked: what is wrong, the value, and what is accepted. */

import { systemClock } from './clock.js'
import { describe } from './payload.js'
import { LADDER } from './path/ladder.js'
import { memoryStore } from './path/verdicts.js'

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
 * @property {ConnectOptions['WebSocket']} WebSocket
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
  if (typeof given !== 'object' || given === null) throw wrong('options', given, 'an object')
  const { transports = LADDER, token, credentials = 'same-origin', onRequest, queue = {}, verdicts = defaultStore() } = given
  const called = given.fetch ?? globalThis.fetch
  check(Array.isArray(transports) && transports.length > 0 && transports.every((name) => LADDER.includes(name)), 'transports', transports, `a list of one or more of ${LADDER.join(', ')}`)
  check(isOne(token, 'undefined', 'string', 'function'), 'token', token, 'a string or a function')
  check(['omit', 'same-origin', 'include'].includes(credentials), 'credentials', credentials, '"omit", "same-origin" or "include"')
  check(isOne(onRequest, 'undefined', 'function'), 'onRequest', onRequest, 'a function')
  check(typeof queue === 'object' && queue !== null, 'queue', queue, '{ messages, bytes }')
  check(verdicts === null || (isOne(verdicts.getItem, 'function') && isOne(verdicts.setItem, 'function')), 'verdicts', verdicts, 'null, or an object with getItem and setItem')
  check(isOne(called, 'function'), 'fetch', called, 'a function like the global fetch')
  const sockets = 'WebSocket' in given ? given.WebSocket : globalThis.WebSocket
  check(sockets === null || isOne(sockets, 'undefined', 'function'), 'WebSocket', sockets, 'a class like the global WebSocket')
  return {
    url: checkUrl(url),
    transports, token, credentials, onRequest, verdicts,
    connectTimeout: given.connectTimeout === Infinity ? Infinity : number('connectTimeout', given.connectTimeout, 60000, 1, LONGEST, ', or Infinity'),
    requestTimeout: number('requestTimeout', given.requestTimeout, 30000, 1, LONGEST),
    pollInterval: number('pollInterval', given.pollInterval, 1000, 10, 3600000),
    queue: {
      messages: number('queue.messages', queue.messages, 4096, 1, LONGEST),
      bytes: number('queue.bytes', queue.bytes, 4194304, 1, Number.MAX_SAFE_INTEGER)
    },
    // Called without an owner, browsers refuse their own.
    fetch: (input, init) => called.call(globalThis, input, init),
    WebSocket: sockets ?? undefined,
    clock: given.clock ?? systemClock,
    random: given.random ?? Math.random,
    page: given.page ?? /** @type {import('./page.js').PageHost} */ (/** @type {unknown} */ (globalThis))
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} accepted
 */
export const wrong = (name, value, accepted) => new TypeError(`${name} is ${describe(value)}; accepted is ${accepted}.`)

/** @param {unknown} value @param {...string} types */
const isOne = (value, ...types) => types.includes(typeof value)

/** @param {boolean} isRight @param {string} name @param {unknown} value @param {string} accepted */
function check(isRight, name, value, accepted) {
  if (!isRight) throw wrong(name, value, accepted)
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {number} otherwise
 * @param {number} least
 * @param {number} most
 * @param {string} [more]
 */
export function number(name, value, otherwise, least, most, more = '') {
  if (value === undefined) return otherwise
  check(typeof value === 'number' && value >= least && value <= most, name, value, `a number from ${least} to ${most}${more}`)
  return /** @type {number} */ (value)
}

/** @param {unknown} given */
function checkUrl(given) {
  const accepted = 'an http: or https: URL, absolute or relative to the page'
  const base = globalThis.document?.baseURI ?? globalThis.location?.href
  let url
  try {
    url = new URL(String(given), base)
  } catch {
    throw wrong('url', given, accepted)
  }
  check(url.protocol === 'http:' || url.protocol === 'https:', 'url', given, accepted)
  url.hash = ''
  return url
}

/** Reading it may already be forbidden. */
function defaultStore() {
  try {
    return globalThis.sessionStorage && typeof globalThis.document === 'object' ? globalThis.sessionStorage : memoryStore
  } catch {
    return memoryStore
  }
}
