/** The arguments of `connect`, checked: what is wrong, the value, and what is accepted. */

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
 * @property {() => number} random
 * @property {import('./clock.js').Clock & import('./page.js').PageHost} host
 */

const LONGEST = 2147483647

/** @param {unknown} value */
const isFunction = (value) => typeof value === 'function'

/**
 * By name: what it is where it is not given, whether a value is right, and what is accepted.
 * @returns {Record<string, [unknown, (value: any) => unknown, string]>} any: whatever an application may hand over
 */
const rules = () => ({
  transports: [LADDER, (names) => Array.isArray(names) && names.length && names.every((name) => LADDER.includes(name)), `a list of one or more of ${LADDER.join(', ')}`],
  token: [undefined, (token) => token === undefined || typeof token === 'string' || isFunction(token), 'a string or a function'],
  credentials: ['same-origin', (mode) => ['omit', 'same-origin', 'include'].includes(mode), '"omit", "same-origin" or "include"'],
  onRequest: [undefined, (call) => !call || isFunction(call), 'a function'],
  connectTimeout: between(60000, 1, LONGEST, true),
  requestTimeout: between(30000, 1, LONGEST),
  pollInterval: between(1000, 10, 3600000),
  queue: [{}, (queue) => Object(queue) === queue, '{ messages, bytes }'],
  verdicts: [defaultStore(), (store) => !store || isFunction(store.getItem) && isFunction(store.setItem), 'null, or an object with getItem and setItem'],
  fetch: [globalThis.fetch, isFunction, 'a function'],
  WebSocket: [globalThis.WebSocket, (constructor) => !constructor || isFunction(constructor), 'a class, or null'],
  random: [Math.random, Object, ''],
  host: [globalThis, Object, '']
})

/**
 * @param {string | URL} url
 * @param {ConnectOptions & Partial<Pick<Options, 'random' | 'host'>>} given
 * @returns {Options}
 */
export function checkOptions(url, given) {
  check([{}, (value) => Object(value) === value, 'an object'], 'options', given)
  const options = /** @type {Options} */ ({ url: checkUrl(url) })
  for (const [name, rule] of Object.entries(rules())) {
    Object.assign(options, { [name]: check(rule, name, /** @type {Record<string, unknown>} */ (given)[name]) })
  }
  const { messages, bytes } = options.queue
  options.queue = {
    messages: check(between(4096, 1, LONGEST), 'queue.messages', messages),
    bytes: check(between(4194304, 1, Number.MAX_SAFE_INTEGER), 'queue.bytes', bytes)
  }
  return options
}

/**
 * @param {number} otherwise
 * @param {number} least
 * @param {number} most
 * @param {boolean} [orNever]
 * @returns {[number, (value: unknown) => unknown, string]}
 */
export const between = (otherwise, least, most, orNever) => [
  otherwise,
  (value) => typeof value === 'number' && value >= least && value <= most || (orNever && value === Infinity),
  `a number from ${least} to ${most}${orNever ? ', or Infinity' : ''}`
]

/**
 * @template T
 * @param {[any, (value: any) => unknown, string]} rule any: as above
 * @param {string} name
 * @param {T} value
 * @returns {T}
 */
export function check([otherwise, isRight, accepted], name, value = otherwise) {
  if (!isRight(value)) throw wrong(name, value, accepted)
  return value
}

/** @param {string | URL} given */
function checkUrl(given) {
  const url = attempt(() => new URL(String(given), globalThis.document?.baseURI ?? globalThis.location?.href))
  if (!url || !/^https?:/.test(url.protocol)) throw wrong('url', given, 'an http: or https: URL, absolute or relative to the page')
  url.hash = ''
  return url
}

/** Reading it may already be forbidden. */
const defaultStore = () => attempt(() => globalThis.document && globalThis.sessionStorage) ?? memoryStore
