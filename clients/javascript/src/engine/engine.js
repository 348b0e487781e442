/** Wires the parts of one client together, and moves it from phase to phase. */

import { createTimers } from '../clock.js'
import { createDelivery } from '../delivery.js'
import { SessionError } from '../error.js'
import { createInbox } from '../flow/inbox.js'
import { createOutbox } from '../flow/outbox.js'
import { createRequests } from '../flow/requests.js'
import { createPage } from '../page.js'
import { createHold } from '../path/hold.js'
import { createRtt } from '../path/rtt.js'
import { createVerdicts } from '../path/verdicts.js'
import { createCrossings } from '../path/crossings.js'
import { codeNumber } from '../wire/codes.js'
import { createActive } from './active.js'
import { createArrived } from './arrived.js'
import { createChoice } from './choice.js'
import { createClimb } from './climb.js'
import { beacon, farewell } from './farewell.js'
import { createFloor } from './floor.js'
import { createIntake } from './intake.js'
import { createNegotiation } from './negotiation.js'
import { createStatus } from './status.js'
import { createUpstream } from './upstream.js'

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').Closing} Closing */
/** @typedef {import('../transports/index.js').Ending} Ending */
/** @typedef {'negotiating' | 'running' | 'renewing' | 'suspended' | 'closing' | 'over'} Phase */

/**
 * @param {import('../options.js').Options} options
 * @param {() => import('../events.js').Emitter} emitter
 */
export function createEngine(options, emitter) {
  /** @type {Phase} */
  let phase = 'negotiating'
  /** @type {Promise<void> | null} */
  let closing = null
  /** @type {(closing: Closing) => void} */
  let tellClosed = () => {}
  /** @type {Promise<Closing>} */
  const closed = new Promise((resolve) => { tellClosed = resolve })
  /** @type {Closing | null} */
  let end = null
  /** @type {import('../clock.js').Timer | null} */
  let connecting = null

  /** @param {import('../events.js').EventName} type @param {object} detail */
  function emit(type, detail) {
    emitter().emit(type, detail)
    if (type === 'transport' && status.transport !== null) engine.choice.settled(status.transport, null)
  }

  const timers = createTimers(options.clock, wake)
  const status = createStatus(emit, options.clock)
  const page = createPage(options.page, { woke, network, hidden: () => {}, left, returned })
  const engine = /** @type {Engine} */ (/** @type {unknown} */ ({
    options, timers, status, page,
    host: { fetch: options.fetch, WebSocket: options.WebSocket, credentials: options.credentials },
    random: options.random,
    rtt: createRtt(),
    verdicts: createVerdicts(options.verdicts, () => `${options.url.origin} ${page.network}`, options.clock, options.random),
    crossings: createCrossings(),
    outbox: createOutbox(options.queue),
    requests: createRequests(),
    delivery: createDelivery(emitter),
    grant: null, inbox: null, hold: createHold(0),
    able: options.transports.filter((name) => name !== 'websocket' || options.WebSocket !== undefined),
    rungs: /** @type {readonly string[]} */ ([]),
    pinned: null,
    attempt: 0,
    links: new Set(),
    onceEnded: null,
    hasOpened: false,
    get isRunning() { return phase === 'running' },
    get isOver() { return phase === 'over' || phase === 'closing' },
    get canPost() { return engine.rungs.some((rung) => rung !== 'websocket') },
    urlOf, settle, finish, begin, renewed, refusal
  }))
  const { outbox, requests, delivery } = engine
  engine.negotiation = createNegotiation(engine)
  engine.floor = createFloor(engine)
  engine.active = createActive(engine)
  engine.climb = createClimb(engine)
  engine.upstream = createUpstream(engine)
  engine.arrived = createArrived(engine)
  engine.choice = createChoice(engine)
  engine.receive = createIntake(engine)

  /** @param {string} path @param {Record<string, string>} [query] */
  function urlOf(path, query = {}) {
    const url = new URL(options.url)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url.href
  }

  function start() {
    page.start()
    if (options.connectTimeout < Infinity) {
      connecting = timers.set(options.connectTimeout, () => {
        finish({ code: 'unreachable', number: 0, reason: engine.negotiation.last?.detail ?? 'Nothing answered.' })
      })
    }
    // What is sent in this turn rides along.
    queueMicrotask(() => { if (phase === 'negotiating') engine.negotiation.open() })
  }

  /** @param {import('../wire/negotiate.js').Grant} grant @param {string[]} rungs */
  function begin(grant, rungs) {
    const isRenewed = engine.hasOpened
    connecting?.clear()
    Object.assign(engine, { grant, rungs, attempt: 0, hasOpened: true, inbox: createInbox(grant.limits.window, grant.position), hold: createHold(grant.hold) })
    outbox.limit(grant.limits)
    outbox.prove(grant.received)
    for (const { number, code } of grant.fails) outbox.fail(number, code)
    outbox.ack(Math.min(grant.handled, outbox.written))
    if (phase !== 'negotiating') return
    phase = 'running'
    status.setState('open', 'Negotiate was answered.')
    emit('open', { id: grant.id, renewed: isRenewed })
    status.counter('negotiate').down += grant.messages.length
    grant.messages.forEach(({ type, payload }, i) => engine.receive(grant.position + 1 + i, type, payload))
    if (!engine.isRunning) return
    engine.choice.look()
    resume(true, 'negotiated')
  }

  /** @param {boolean} isKnown @param {string} why */
  function resume(isKnown, why) {
    engine.floor.take(why, isKnown)
    engine.climb.look()
    engine.upstream.wake()
  }

  /** Lets go of everything that is on its way. */
  function release() {
    engine.climb.stop()
    engine.floor.drop()
    engine.active.drop()
    engine.upstream.reset()
    engine.arrived.stop()
    for (const link of [...engine.links]) link.close()
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
    else if (reason === 'reauthenticate' && phase === 'running') renew()
    else return false
    return true
  }

  /** @param {string} why @param {number} [retryAfter] */
  function renegotiate(why, retryAfter) {
    phase = 'negotiating'
    release()
    outbox.lose()
    requests.lose()
    engine.grant = engine.inbox = null
    delivery.push({ data: null, gap: { session: true }, done() {} })
    status.setTransport(null, why)
    status.setState('reconnecting', why)
    if (phase === 'negotiating') engine.negotiation.open(retryAfter)
  }

  function renew() {
    phase = 'renewing'
    release()
    void engine.negotiation.renew()
  }

  function renewed() {
    if (phase !== 'renewing') return
    phase = 'running'
    status.setState('open', 'The credentials were renewed.')
    resume(true, 'renewed')
  }

  /** @param {string} reason */
  function close(reason) {
    if (end) return Promise.resolve()
    closing ??= (async () => {
      const couldTell = phase === 'running' || phase === 'suspended' || phase === 'renewing'
      phase = 'closing'
      engine.negotiation.stop()
      engine.climb.stop()
      engine.floor.drop()
      engine.active.rest()
      engine.upstream.reset()
      engine.arrived.stop()
      page.stop()
      if (couldTell) await farewell(engine, reason)
      finish({ code: 'closed-by-client', number: codeNumber('closed-by-client'), reason })
    })()
    return closing
  }

  /** The one way out. @param {Closing} how */
  function finish(how) {
    if (end) return
    end = how
    phase = 'over'
    engine.negotiation.stop()
    release()
    page.stop()
    timers.close()
    outbox.end(refusal())
    requests.end(refusal())
    engine.choice.end(refusal())
    status.setTransport(null, how.code)
    status.setState('closed', how.reason || how.code)
    emit('close', how)
    delivery.end()
    tellClosed(how)
  }

  function refusal() {
    const { code, number, reason } = end ?? { code: 'closed-by-client', number: 4301, reason: '' }
    return new SessionError('closed', `The session is closed: ${code}${reason && `, ${reason}`}. Connect again.`, number)
  }

  /** The machine or the page slept: what was silent meanwhile is asked. */
  function wake() {
    if (phase === 'negotiating' || phase === 'renewing') engine.negotiation.hurry()
    if (phase !== 'running') return
    if (engine.active.link) engine.active.wake()
    else engine.floor.hurry()
    engine.upstream.hurry()
  }

  function woke() {
    wake()
    engine.climb.look()
  }

  function network() {
    engine.verdicts.drop()
    woke()
  }

  /** @param {boolean} persisted */
  function left(persisted) {
    if (!persisted) {
      if (engine.grant && !engine.isOver) beacon(engine, '')
      finish({ code: 'closed-by-client', number: codeNumber('closed-by-client'), reason: 'The page was left.' })
    } else if (phase === 'running' || phase === 'negotiating' || phase === 'renewing') {
      phase = 'suspended'
      engine.negotiation.pause()
      release()
    }
  }

  function returned() {
    if (phase !== 'suspended') return
    phase = engine.grant ? 'running' : 'negotiating'
    if (engine.grant) resume(false, 'the page came back')
    else engine.negotiation.open()
  }

  return {
    engine, closed, start, close, refusal,
    get isOver() { return engine.isOver }
  }
}
