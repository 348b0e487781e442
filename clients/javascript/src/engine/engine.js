/** Wires the parts of one client together. */

import { createTimers } from '../clock.js'
import { createDelivery } from '../delivery.js'
import { createInbox } from '../flow/inbox.js'
import { createOutbox } from '../flow/outbox.js'
import { createRequests } from '../flow/requests.js'
import { createPage } from '../page.js'
import { backoff } from '../path/backoff.js'
import { createCrossings } from '../path/crossings.js'
import { createHold } from '../path/hold.js'
import { createRtt } from '../path/rtt.js'
import { timing } from '../path/timing.js'
import { createVerdicts } from '../path/verdicts.js'
import { attachFrame } from '../wire/attach.js'
import { codeNumber } from '../wire/codes.js'
import { createActive } from './active.js'
import { createArrived } from './arrived.js'
import { createChoice } from './choice.js'
import { createClimb } from './climb.js'
import { createFloor } from './floor.js'
import { createIntake } from './intake.js'
import { createNegotiation } from './negotiation.js'
import { createPhases } from './phases.js'
import { createReports } from './reports.js'
import { addStatus } from './status.js'
import { createUpstream } from './upstream.js'

/** @typedef {import('./types.js').Engine} Engine */

/**
 * @param {import('../options.js').Options} options
 * @param {(type: import('../events.js').EventName, detail: object) => boolean} tell
 * @returns {Engine}
 */
export function createEngine(options, tell) {
  /** @param {import('../events.js').EventName} type @param {object} detail */
  function emit(type, detail) {
    const isHeard = tell(type, detail)
    if (type === 'transport') engine.choice.settled(engine.transport)
    return isHeard
  }

  const timers = createTimers(options.host, () => engine.wake())
  const engine = /** @type {Engine} */ (/** @type {unknown} */ (addStatus({
    phase: 'negotiating',
    get isRunning() { return engine.phase === 'running' },
    get isOver() { return engine.phase === 'over' || engine.phase === 'closing' },
    get canPost() { return engine.rungs.some((rung) => rung !== 'websocket') },
    get waits() { return timing(engine.rtt.value) },
    options, timers,
    outbox: createOutbox(options.queue),
    inbox: createInbox({ messages: 1, bytes: 1 }, 0),
    requests: createRequests(),
    delivery: createDelivery(emit),
    rtt: createRtt(),
    hold: createHold(0),
    verdicts: createVerdicts(options.verdicts, () => `${options.url.origin} ${engine.page.network}`, timers, options.random),
    crossings: createCrossings(),
    reports: createReports(),
    able: options.transports.filter((name) => name !== 'websocket' || options.WebSocket),
    /** @type {readonly string[]} */
    rungs: [],
    hasOpened: false,
    pinned: null, grant: null,
    links: new Set(),
    urlOf, attach, lost, blame,
    /** @param {number} failures @param {number} [retryAfter] */
    backoff: (failures, retryAfter) => backoff(failures, options.random(), retryAfter)
  }, emit, timers)))
  engine.page = createPage(options.host, engine)
  engine.negotiation = createNegotiation(engine)
  engine.floor = createFloor(engine)
  engine.active = createActive(engine)
  engine.climb = createClimb(engine)
  engine.upstream = createUpstream(engine)
  engine.arrived = createArrived(engine)
  engine.choice = createChoice(engine)
  engine.receive = createIntake(engine)
  Object.assign(engine, createPhases(engine, emit))
  engine.start()

  /** @param {string} path */
  function urlOf(path) {
    const url = new URL(options.url)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`
    return url.href
  }

  /** @param {'probe' | 'take' | 'send'} mode @param {Uint8Array} nonce @param {number} [hold] */
  function attach(mode, nonce, hold = 0) {
    const { inbox, outbox, grant } = engine
    const { idBytes: id, secretBytes: secret } = /** @type {import('../wire/negotiate.js').Grant} */ (grant)
    return attachFrame({
      mode, id, secret, nonce, hold: Math.round(hold), attempt: ++engine.attempt,
      received: inbox.received, upstream: outbox.known, acked: outbox.acked
    })
  }

  /** @param {import('../events.js').GapDetail | null} gap */
  function lost(gap) {
    if (gap) engine.delivery.push({ data: '', gap, done() {} })
  }

  /** @param {import('./status.js').Try} what @param {string} reason */
  function blame({ rung, startedAt }, reason) {
    engine.verdicts.add(rung, reason)
    // A code is the server's own, and what was proven and then cut or silent is told where it ends.
    if (!codeNumber(reason) && !/^(cut|silent)$/.test(reason)) engine.reports.add(rung, reason, timers.now() - startedAt)
  }

  return engine
}
