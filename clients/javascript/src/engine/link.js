/** One attachment: a carrier and what it brings down, wired to the session's flows. */

import { attachFrame } from '../wire/attach.js'
import { concat, randomBytes, toToken } from '../wire/bytes.js'
import { frame, numbers, Type, WireFault } from '../wire/frames.js'
import { FAREWELL } from '../path/timing.js'
import { createReceiver } from '../flow/receiver.js'
import { openExchange, RUNGS } from '../transports/index.js'
import { closed } from '../transports/ending.js'

/** @typedef {import('../transports/index.js').Ending} Ending */

/**
 * @typedef {object} LinkEvents
 * @property {() => void} [opened] a WebSocket waits for its attach
 * @property {(attached: import('../wire/attach.js').Attached, again: boolean) => void} [attached]
 * @property {(stamp: Uint8Array) => void} [beat]
 * @property {(ending: Ending) => void} ended
 */

/**
 * @typedef {object} LinkRequest
 * @property {string} rung whose counters count
 * @property {'probe' | 'take' | 'send'} mode
 * @property {string} [path] for a send
 * @property {number} [hold]
 * @property {Uint8Array[]} [frames] what follows the attach
 * @property {LinkEvents} events
 */

/**
 * @typedef {object} Link
 * @property {string} rung
 * @property {LinkRequest['mode']} mode
 * @property {boolean} duplex
 * @property {number} startedAt
 * @property {number} heard when the last byte came
 * @property {number} connection
 * @property {boolean} isActive
 * @property {boolean} isProven
 * @property {number} provenAt
 * @property {number} activeSince
 * @property {boolean} hasNews whether it brought anything but its beginning and end
 * @property {number} cursor the number before the next message on it, upstream
 * @property {string} token of a WebSocket's handshake
 * @property {() => void} attach
 * @property {(frames: Uint8Array[]) => void} write
 * @property {() => number} backlog
 * @property {() => void} close lets go of it without a word
 * @property {() => void} retire what it still brings counts; how it ends does not
 */

/**
 * @param {import('./types.js').Engine} engine
 * @param {LinkRequest} request
 * @returns {Link}
 */
export function openLink(engine, { rung, mode, path, hold = 0, frames = [], events }) {
  const { outbox, timers } = engine
  const grant = /** @type {import('../wire/negotiate.js').Grant} */ (engine.grant)
  const inbox = /** @type {import('../flow/inbox.js').Inbox} */ (engine.inbox)
  const kind = path ? 'exchange' : RUNGS[rung]?.kind
  const token = kind === 'socket' ? toToken(randomBytes(16)) : ''
  const nonce = randomBytes(8)
  let end = events.ended
  /** @type {import('../clock.js').Timer | null} */
  let farewell = null

  /** @type {Link} */
  const link = {
    rung, mode, token,
    duplex: kind === 'socket',
    startedAt: timers.now(),
    heard: timers.now(),
    connection: 0,
    isActive: false, isProven: false, hasNews: false,
    provenAt: Infinity,
    activeSince: 0,
    cursor: 0,
    attach: () => carrier.write(concat([attach()])),
    write: (bytes) => carrier.write(concat(bytes)),
    backlog: () => carrier.backlog(),
    close() {
      farewell?.clear()
      engine.links.delete(link)
      carrier.close()
    },
    retire() {
      end = () => {}
      farewell = timers.set(FAREWELL, link.close)
    }
  }

  function attach() {
    link.cursor = outbox.known
    return attachFrame({
      mode, nonce, hold: Math.round(hold),
      id: grant.idBytes, secret: grant.secretBytes,
      attempt: ++engine.attempt,
      received: inbox.received, upstream: outbox.known, acked: outbox.acked
    })
  }

  const most = Math.max(grant.limits.message, grant.limits.window.bytes) + 16
  const receiver = createReceiver(nonce, most, {
    attached(attached, again) {
      outbox.prove(attached.received)
      outbox.ack(Math.min(attached.handled, outbox.written))
      link.connection = attached.connection
      link.isActive = attached.active
      engine.upstream.wake()
      events.attached?.(attached, again)
    },
    message(number, type, payload) {
      link.hasNews = true
      if (engine.receive(number, type, payload)) engine.status.counter(rung).down++
    },
    gap(from, to) {
      link.hasNews = true
      const gap = inbox.gap(from, to, timers.now())
      if (gap) engine.delivery.push({ data: null, gap, done() {} })
    },
    ack(number) {
      link.hasNews = true
      if (!outbox.ack(number)) throw new WireFault('position-invalid', `an ack of ${number}, which was never sent`)
      engine.upstream.wake()
    },
    fail: outbox.fail,
    ping(payload) {
      // A held candidate's pings are its beats.
      if (!link.isActive && events.beat) events.beat(payload)
      else if (link.duplex) link.write([frame(Type.pong, payload)])
      else engine.upstream.control(frame(Type.pong, payload))
    },
    pong: engine.active.pong,
    close: (number, reason) => ended(closed(number, reason))
  })

  let isOver = false
  /** @param {Ending} ending */
  function ended(ending) {
    if (isOver) return
    isOver = true
    link.close()
    const isForeign = !receiver.isAttached && !link.duplex && !ending.number && /^(cut|frame-)/.test(ending.reason)
    end(isForeign ? { ...ending, reason: 'not-ours' } : ending)
  }

  /** @type {Record<string, string>} */
  const query = token ? { try: token } : {}
  const open = path ? openExchange : /** @type {import('../transports/index.js').Rung} */ (RUNGS[rung]).open
  const carrier = open(engine.host, {
    url: engine.urlOf(path ?? grant.transports.find(({ name }) => name === rung)?.path ?? rung, query),
    body: kind === 'socket' ? concat([]) : concat([attach(), ...frames])
  }, {
    opened: () => events.opened?.(),
    heard: () => { link.heard = timers.now() },
    frame: receiver.take,
    ended
  })
  engine.links.add(link)
  return link
}

/** @param {number} id */
export const pingFrame = (id) => frame(Type.ping, numbers(id))
