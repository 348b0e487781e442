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
 */

/**
 * @typedef {object} Sink what a carrier tells its owner; nothing after `ended`
 * @property {() => void} opened a way up is there
 * @property {() => void} heard bytes came
 * @property {(type: number, payload: Uint8Array) => void} frame may throw a WireFault
 * @property {(ending: Ending) => void} ended
 */

/**
 * @typedef {object} Carrier
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} write only of those that go both ways
 * @property {() => number} backlog bytes that the host has not written yet
 * @property {() => void} close lets go of it without a word
 */

/**
 * @typedef {object} Host
 * @property {typeof fetch} fetch
 * @property {(new (url: string, protocols: string) => WebSocket) | undefined} WebSocket
 * @property {RequestCredentials} credentials
 */

/**
 * @typedef {object} Opening
 * @property {string} url
 * @property {Uint8Array<ArrayBuffer>} body the attach and what follows; of a WebSocket nothing
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

/** A POST whose answer is short: send and close. */
export const openExchange = openFrames
