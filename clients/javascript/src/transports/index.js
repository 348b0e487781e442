/** The ladder's rungs, best first. A new transport is one file and one line here. */

import { frameDecoder } from '../wire/frames.js'
import { eventDecoder } from '../wire/eventstream.js'
import { openResponse } from './response.js'
import { openSocket } from './websocket.js'

/**
 * @typedef {object} Ending how a carrier ended
 * @property {string} reason of section 13.9, or a code
 * @property {number} number the close code, or 0
 * @property {import('../wire/codes.js').Action} action
 * @property {string} detail
 * @property {number} [status] of HTTP
 * @property {number} [retryAfter] milliseconds
 * @property {boolean} [isLate] the machine slept: it says nothing
 */

/**
 * @typedef {object} Sink what a carrier tells its owner, who hears nothing more after `ended` and its own `close`
 * @property {() => unknown} opened a way up is there
 * @property {() => void} heard bytes came
 * @property {(type: number, payload: Uint8Array) => unknown} frame may throw a SessionError
 * @property {(ending: Ending) => void} ended
 */

/**
 * @typedef {object} Carrier
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} [write] of those that go both ways
 * @property {() => number} [backlog] bytes that the host has not written yet
 * @property {() => void} close lets go of it without a word
 */

/**
 * @typedef {object} Host
 * @property {typeof fetch} fetch
 * @property {(new (url: string, protocols: string) => WebSocket) | null | undefined} WebSocket
 * @property {RequestCredentials} credentials
 */

/**
 * @typedef {object} Opening
 * @property {string} url
 * @property {Uint8Array<ArrayBuffer> | undefined} body the attach and what follows; of a WebSocket nothing
 */

/**
 * @typedef {object} Rung
 * @property {'socket' | 'held' | 'poll'} kind
 * @property {(host: Host, opening: Opening, sink: Sink) => Carrier} open
 */

/** @type {Rung['open']} */
const openFrames = (host, opening, sink) => openResponse(host, opening, frameDecoder, sink)

/** @type {Record<string, Rung>} */
export const RUNGS = {
  websocket: { kind: 'socket', open: openSocket },
  sse: { kind: 'held', open: (host, opening, sink) => openResponse(host, opening, eventDecoder, sink) },
  stream: { kind: 'held', open: openFrames },
  longpoll: { kind: 'poll', open: openFrames },
  shortpoll: { kind: 'poll', open: openFrames }
}

/** A POST whose answer is short: send and close. @type {Rung} */
export const openExchange = { kind: 'poll', open: openFrames }
