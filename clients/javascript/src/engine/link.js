/** One attachment: a carrier and what it brings down, wired to the session's flows. It ends once, by itself or by its own alarm. */

import { SessionError } from '../error.js'
import { createReceiver } from '../flow/receiver.js'
import { FAREWELL } from '../path/timing.js'
import { closed, failed } from '../transports/ending.js'
import { openExchange, RUNGS } from '../transports/index.js'
import { concat, randomBytes, toToken } from '../wire/bytes.js'
import { frame, Type } from '../wire/frames.js'

/** @typedef {import('../transports/index.js').Ending} Ending */

/**
 * @typedef {object} LinkRequest
 * @property {string} rung whose counters count
 * @property {'probe' | 'take' | 'send'} mode
 * @property {string} [path] for a send
 * @property {number} [hold]
 * @property {Uint8Array[]} [frames] what follows the attach
 * @property {(link: Link) => void} [opened] a WebSocket waits for its attach
 * @property {(link: Link, isActive: boolean, again: boolean) => void} [attached]
 * @property {(link: Link, stamp: Uint8Array) => void} [beat]
 * @property {(ending: Ending, link: Link) => void} ended
 */

/**
 * @typedef {object} Link
 * @property {string} rung
 * @property {'probe' | 'take' | 'send'} mode
 * @property {boolean} duplex
 * @property {string} token of a WebSocket's handshake
 * @property {number} startedAt or since when it carries the session
 * @property {number} hold of a poll
 * @property {number} openedAt
 * @property {number} heard when the last byte came
 * @property {number} moved when the last byte came or went
 * @property {number} connection
 * @property {boolean} isActive
 * @property {number} provenAt 0 before
 * @property {boolean} hasNews whether it brought anything but its beginning and end
 * @property {number} cursor the number before the next message on it, upstream
 * @property {LinkRequest['ended']} ended
 * @property {() => void} attach
 * @property {(frames: Uint8Array[]) => void} write
 * @property {() => number} backlog
 * @property {(ms: number, reason?: string) => void} within ends it so, where nothing sets that anew; Infinity: never
 * @property {() => void} close lets go of it without a word
 * @property {() => void} retire what it still brings counts; how it ends does not
 */

/**
 * @param {import('./types.js').Engine} engine
 * @param {LinkRequest} request
 * @returns {Link}
 */
export function openLink(engine, { rung, mode, path, hold = 0, frames = [], opened, attached, beat, ended }) {
  const { outbox, timers } = engine
  const grant = /** @type {import('../wire/negotiate.js').Grant} */ (engine.grant)
  const { kind, open } = path ? openExchange : /** @type {import('../transports/index.js').Rung} */ (RUNGS[rung])
  const duplex = kind === 'socket'
  const token = duplex ? toToken(randomBytes(16)) : ''
  const nonce = randomBytes(8)
  let isOver = false
  /** @type {Ending} */
  let expiry
  const guard = timers.alarm((isLate) => {
    // What is being proven may be blocked; what else is not answered may be slow.
    if (!isLate && mode !== 'probe' && expiry.reason === 'no-answer') engine.rtt.doubt()
    end(isLate ? { ...failed('no-answer', 'The machine slept.'), isLate } : expiry)
  })

  /** @type {Link} */
  const link = {
    rung, mode, token, duplex, hold, ended,
    startedAt: timers.now(),
    openedAt: timers.now(),
    heard: timers.now(),
    moved: timers.now(),
    connection: 0,
    isActive: false, hasNews: false,
    provenAt: 0,
    cursor: 0,
    attach: () => link.write([attach()]),
    write(all) {
      link.moved = timers.now()
      carrier.write?.(concat(all))
    },
    backlog: () => carrier.backlog?.() ?? 0,
    within(ms, reason = 'no-answer') {
      expiry = failed(reason, `Nothing came within ${Math.round(ms)} ms.`)
      guard.set(ms)
    },
    close() {
      isOver = true
      guard.clear()
      engine.links.delete(link)
      carrier.close()
    },
    retire() {
      link.ended = () => {}
      link.within(FAREWELL, 'retired')
    }
  }

  function attach() {
    link.cursor = outbox.known
    return engine.attach(mode, nonce, hold)
  }

  const most = Math.max(engine.limits.message, engine.limits.window.bytes) + 16
  const receiver = createReceiver(nonce, most, {
    attached({ received, handled, connection, active }, again) {
      outbox.prove(received)
      outbox.ack(Math.min(handled, outbox.written))
      link.connection = connection
      link.isActive = active
      engine.upstream.wake()
      attached?.(link, active, again)
    },
    message(number, type, payload) {
      link.hasNews = true
      if (engine.receive(number, type, payload)) engine.counter(rung).down++
    },
    gap(from, to) {
      link.hasNews = true
      engine.lost(engine.inbox.gap(from, to, timers.now()))
    },
    ack(number) {
      link.hasNews = true
      if (!outbox.ack(number)) throw new SessionError('position-invalid', `ack ${number}`)
      engine.upstream.wake()
    },
    fail: outbox.fail,
    ping(payload) {
      // A held candidate's pings are its beats.
      if (!link.isActive && beat) beat(link, payload)
      else if (duplex) link.write([frame(Type.pong, payload)])
      else engine.upstream.control(frame(Type.pong, payload))
    },
    pong: engine.active.pong,
    close: (number, reason) => end(closed(number, reason))
  })

  /** @param {Ending} ending */
  function end(ending) {
    if (isOver) return
    link.close()
    const isForeign = !receiver.isAttached && !duplex && !ending.number && /^(cut|frame-)/.test(ending.reason)
    link.ended(isForeign ? { ...ending, reason: 'not-ours' } : ending, link)
  }

  const carrier = open(engine.options, {
    url: engine.urlOf(path ?? grant.transports.find(({ name }) => name === rung)?.path ?? rung) + (token && `?try=${token}`),
    body: duplex ? undefined : concat([attach(), ...frames])
  }, {
    opened: () => isOver || opened?.(link),
    heard: () => { link.heard = link.moved = timers.now() },
    frame: (type, payload) => isOver || receiver.take(type, payload),
    ended: end
  })
  engine.links.add(link)
  return link
}
