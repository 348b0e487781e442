/** Wires the parts of one client together, and moves it from phase to phase. */

import { createTimers } from '../clock.js'
import { createDelivery } from '../delivery.js'
import { SessionError } from '../error.js'
import { createInbox } from '../flow/inbox.js'
import { createOutbox } from '../flow/outbox.js'
import { createRequests } from '../flow/requests.js'
import { createPage } from '../page.js'
import { backoff as backoffOf } from '../path/backoff.js'
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
import { beacon, farewell } from './farewell.js'
import { createFloor } from './floor.js'
import { createIntake } from './intake.js'
import { createNegotiation } from './negotiation.js'
import { createReports } from './reports.js'
import { addStatus } from './status.js'
import { createUpstream } from './upstream.js'

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').Closing} Closing */
/** @typedef {import('../transports/index.js').Ending} Ending */
/** @typedef {'negotiating' | 'running' | 'renewing' | 'suspended' | 'closing' | 'over'} Phase */

/**
 * @param {import('../options.js').Options} options
 * @param {() => import('../events.js').Emitter} emitter
 * @returns {Engine}
 */
export function createEngine(options, emitter) {
  /** @type {Phase} */
  let phase = 'negotiating'
  /** @type {Promise<void> | null} */
  let closing = null
  /** @type {(closing: Closing) => void} */
  let tellClosed
  /** @type {Closing | null} */
  let end = null
  let attempts = 0

  /** @param {import('../events.js').EventName} type @param {object} detail */
  function emit(type, detail) {
    const isHeard = emitter().emit(type, detail)
    if (type === 'transport') engine.choice.settled(engine.transport)
    return isHeard
  }

  const timers = createTimers(options.host, wake)
  const page = createPage(options.host, { woke, network, left, returned })
  const connecting = timers.alarm(() => finish({ code: 'unreachable', number: 0, reason: engine.negotiation.last }))
  const outbox = createOutbox(options.queue)
  const engine = /** @type {Engine} */ (/** @type {unknown} */ (addStatus({
    get isRunning() { return phase === 'running' },
    get isOver() { return phase === 'over' || phase === 'closing' },
    get canPost() { return engine.rungs.some((rung) => rung !== 'websocket') },
    get waits() { return timing(engine.rtt.value) },
    options, timers, page, outbox,
    rtt: createRtt(),
    verdicts: createVerdicts(options.verdicts, () => `${options.url.origin} ${page.network}`, timers, options.random),
    crossings: createCrossings(),
    reports: createReports(),
    requests: createRequests(),
    delivery: createDelivery(emit),
    hold: createHold(0),
    able: options.transports.filter((name) => name !== 'websocket' || options.WebSocket),
    /** @type {readonly string[]} */
    rungs: [],
    hasOpened: false,
    pinned: null, grant: null, inbox: createInbox({ messages: 1, bytes: 1 }, 0),
    links: new Set(),
    closed: new Promise((resolve) => { tellClosed = resolve }),
    urlOf, attach, lost, blame, backoff, settle, finish, begin, renewed, refusal, close
  }, emit, timers)))
  const { requests, delivery } = engine
  const negotiation = engine.negotiation = createNegotiation(engine)
  const floor = engine.floor = createFloor(engine)
  const active = engine.active = createActive(engine)
  const climb = engine.climb = createClimb(engine)
  const upstream = engine.upstream = createUpstream(engine)
  engine.arrived = createArrived(engine)
  engine.choice = createChoice(engine)
  engine.receive = createIntake(engine)

  page.start()
  connecting.set(options.connectTimeout)
  // What is sent in this turn rides along.
  queueMicrotask(() => { if (phase === 'negotiating') negotiation.open() })

  /** @param {string} path */
  function urlOf(path) {
    const url = new URL(options.url)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`
    return url.href
  }

  /** Full jitter: random(0, min(30 s, 250 ms × 2ⁿ)), and not before the server wants it. @param {number} failures in a row before this one @param {number} [retryAfter] milliseconds */
  function backoff(failures, retryAfter) {
    return backoffOf(failures, options.random(), retryAfter)
  }

  /** @param {'probe' | 'take' | 'send'} mode @param {Uint8Array} nonce @param {number} [hold] */
  function attach(mode, nonce, hold = 0) {
    const { idBytes: id, secretBytes: secret } = /** @type {import('../wire/negotiate.js').Grant} */ (engine.grant)
    return attachFrame({
      mode, id, secret, nonce, hold: Math.round(hold), attempt: ++attempts,
      received: engine.inbox.received, upstream: outbox.known, acked: outbox.acked
    })
  }

  /** @param {import('../wire/negotiate.js').Grant} grant @param {string[]} rungs */
  function begin(grant, rungs) {
    const { limits, position, messages, received, handled, id, fails } = grant
    const renewed = engine.hasOpened
    attempts = 0
    connecting.clear()
    Object.assign(engine, { grant, limits, rungs, hasOpened: true, inbox: createInbox(limits.window, position), hold: createHold(grant.hold), reports: createReports() })
    outbox.limit(limits)
    outbox.prove(received)
    for (const { number, code } of fails) outbox.fail(number, code)
    outbox.ack(Math.min(handled, outbox.written))
    if (phase !== 'negotiating') return
    phase = 'running'
    engine.change('state', 'open', 'answered')
    emit('open', { id, renewed })
    engine.counter('negotiate').down += messages.length
    messages.forEach(({ type, payload }, i) => engine.receive(position + 1 + i, type, payload))
    if (!engine.isRunning) return
    engine.choice.look()
    resume('negotiated')
  }

  /** @param {string} why @param {boolean} [isKnown] */
  function resume(why, isKnown = true) {
    floor.take(why, isKnown)
    climb.look()
    upstream.wake()
  }

  /** Lets go of what is on its way, but for what carries the session. */
  function halt() {
    climb.stop()
    floor.drop()
    active.rest()
    upstream.reset()
    engine.arrived.stop()
  }

  /** Lets go of everything that is on its way. */
  function release() {
    halt()
    active.drop()
    for (const { close } of engine.links) close()
  }

  /** @param {import('../events.js').GapDetail | null} gap */
  function lost(gap) {
    if (gap) delivery.push({ data: '', gap, done() {} })
  }

  /** @param {import('./status.js').Try} what @param {string} reason */
  function blame({ rung, startedAt }, reason) {
    engine.verdicts.add(rung, reason)
    // A code is the server's own, and what was proven and then cut or silent is told where it ends.
    if (!codeNumber(reason) && !/^(cut|silent)$/.test(reason)) engine.reports.add(rung, reason, timers.now() - startedAt)
  }

  /**
   * What the code of an ending asks for, beyond another try.
   * @param {Ending} ending
   * @returns {boolean} whether that is all there is to do
   */
  function settle({ action, number, reason, detail, retryAfter }) {
    if (phase !== 'running' && phase !== 'renewing') return true
    if (action === 'stop') finish({ code: reason, number, reason: detail })
    else if (action === 'renegotiate') renegotiate(reason, retryAfter)
    else if (reason === 'reauthenticate' && engine.isRunning) renew()
    else return false
    return true
  }

  /** @param {string} why @param {number} [retryAfter] */
  function renegotiate(why, retryAfter) {
    phase = 'negotiating'
    release()
    outbox.lose()
    requests.lose()
    engine.grant = null
    lost({ session: true })
    engine.change('transport', null, why)
    engine.change('state', 'reconnecting', why)
    if (phase === 'negotiating') negotiation.open(retryAfter)
  }

  function renew() {
    phase = 'renewing'
    release()
    void negotiation.attempt()
  }

  function renewed() {
    if (phase !== 'renewing') return
    phase = 'running'
    engine.change('state', 'open', 'renewed')
    resume('renewed')
  }

  /** @param {string} reason */
  function close(reason) {
    closing ??= (async () => {
      if (end) return
      phase = 'closing'
      negotiation.stop()
      halt()
      page.stop()
      if (engine.grant) await farewell(engine, reason)
      finishBy(reason)
    })()
    return closing
  }

  /** @param {string} reason of our own */
  function finishBy(reason) {
    finish({ code: 'closed-by-client', number: codeNumber('closed-by-client'), reason })
  }

  /** The one way out. @param {Closing} how */
  function finish(how) {
    if (end) return
    end = how
    phase = 'over'
    negotiation.stop()
    release()
    page.stop()
    timers.close()
    outbox.end(refusal())
    requests.end(refusal())
    engine.choice.end(refusal())
    engine.change('transport', null, how.code)
    engine.change('state', 'closed', how.reason || how.code)
    emit('close', how)
    delivery.end()
    tellClosed(how)
  }

  function refusal() {
    const { code, number, reason } = end ?? { code: 'closed-by-client', number: 4301, reason: '' }
    return new SessionError('closed', `The session is closed: ${code} ${reason}. Connect again.`, number)
  }

  /** The machine or the page slept: what was silent meanwhile is asked. */
  function wake() {
    negotiation.hurry()
    if (!engine.isRunning) return
    if (active.link) active.wake()
    else floor.hurry()
    upstream.hurry()
  }

  function woke() {
    wake()
    climb.look()
  }

  function network() {
    engine.verdicts.drop()
    woke()
  }

  /** @param {boolean} persisted */
  function left(persisted) {
    if (!persisted) {
      if (engine.grant && !engine.isOver) beacon(engine)
      finishBy('The page was left.')
    } else if (!engine.isOver) {
      phase = 'suspended'
      negotiation.pause()
      release()
    }
  }

  function returned() {
    if (phase !== 'suspended') return
    phase = engine.grant ? 'running' : 'negotiating'
    if (engine.grant) resume('the page came back', false)
    else negotiation.open()
  }

  return engine
}
