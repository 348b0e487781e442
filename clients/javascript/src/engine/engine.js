/** Wires the parts of one client together, and moves it from phase to phase. */

import { createTimers } from '../clock.js'
import { createDelivery } from '../delivery.js'
import { SessionError } from '../error.js'
import { createInbox } from '../flow/inbox.js'
import { createOutbox } from '../flow/outbox.js'
import { createRequests, dataOf } from '../flow/requests.js'
import { createPage } from '../page.js'
import { createHold } from '../path/hold.js'
import { isPoll } from '../path/ladder.js'
import { createRtt } from '../path/rtt.js'
import { createVerdicts } from '../path/verdicts.js'
import { codeNumber } from '../wire/codes.js'
import { Type } from '../wire/frames.js'
import { createActive } from './active.js'
import { createAnswers } from './answers.js'
import { createArrived } from './arrived.js'
import { createClimb } from './climb.js'
import { beacon, farewell } from './farewell.js'
import { createFloor } from './floor.js'
import { createNegotiation } from './negotiation.js'
import { createStatus } from './status.js'
import { createUpstream } from './upstream.js'

/** @typedef {import('../transports/index.js').Ending} Ending */
/** @typedef {{ code: string, number: number, reason: string }} Closing */
/** @typedef {'negotiating' | 'running' | 'renewing' | 'suspended' | 'closing' | 'over'} Phase */

/**
 * @typedef {object} Engine what the parts see of one another
 * @property {import('../options.js').Options} options
 * @property {import('../transports/index.js').Host} host
 * @property {import('../clock.js').Timers} timers
 * @property {() => number} random
 * @property {ReturnType<typeof createRtt>} rtt
 * @property {import('../path/verdicts.js').Verdicts} verdicts
 * @property {import('../flow/outbox.js').Outbox} outbox
 * @property {import('../flow/requests.js').Requests} requests
 * @property {import('../delivery.js').Delivery} delivery
 * @property {import('./status.js').Status} status
 * @property {import('../page.js').Page} page
 * @property {import('../wire/negotiate.js').Grant | null} grant
 * @property {import('../flow/inbox.js').Inbox | null} inbox
 * @property {import('../path/hold.js').Hold} hold
 * @property {readonly string[]} able what this client can and may do, best first
 * @property {readonly string[]} rungs what of it the server offers
 * @property {string | null} pinned
 * @property {number} attempt the last attach's
 * @property {Set<import('./link.js').Link>} links
 * @property {(() => void) | null} onceEnded
 * @property {boolean} isRunning
 * @property {boolean} isOver
 * @property {boolean} hasOpened whether there ever was a session
 * @property {boolean} canPost whether messages may go by POST
 * @property {(path: string, query?: Record<string, string>) => string} urlOf
 * @property {(number: number, type: number, payload: Uint8Array) => boolean} receive
 * @property {(ending: Ending) => boolean} settle
 * @property {(closing: Closing) => void} finish
 * @property {(grant: import('../wire/negotiate.js').Grant, rungs: string[]) => void} begin
 * @property {() => void} renewed
 * @property {(rung: string, ending: Ending | null) => void} settled
 * @property {ReturnType<typeof createNegotiation>} negotiation
 * @property {ReturnType<typeof createFloor>} floor
 * @property {ReturnType<typeof createActive>} active
 * @property {ReturnType<typeof createClimb>} climb
 * @property {ReturnType<typeof createUpstream>} upstream
 * @property {ReturnType<typeof createArrived>} arrived
 */

/**
 * @param {import('../options.js').Options} options
 * @param {() => import('../events.js').Emitter} emitter
 */
export function createEngine(options, emitter) {
  /** @type {Phase} */
  let phase = 'negotiating'
  /** @type {{ rung: string, resolve: () => void, reject: (error: Error) => void } | null} */
  let wanted = null
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
    if (type === 'transport' && wanted && status.transport === wanted.rung) settled(wanted.rung, null)
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
    urlOf, receive, settle, finish, begin, renewed, settled
  }))
  const { outbox, requests, delivery } = engine
  engine.negotiation = createNegotiation(engine)
  engine.floor = createFloor(engine)
  engine.active = createActive(engine)
  engine.climb = createClimb(engine)
  engine.upstream = createUpstream(engine)
  engine.arrived = createArrived(engine)
  const answers = createAnswers(engine)

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
    grant.messages.forEach(({ type, payload }, i) => receive(grant.position + 1 + i, type, payload))
    if (!engine.isRunning) return
    if (wanted && !rungs.includes(wanted.rung)) settled(wanted.rung, { reason: 'not-offered', detail: '', number: 0, action: 'resume' })
    resume(true, 'negotiated')
  }

  /** @param {boolean} isKnown @param {string} why */
  function resume(isKnown, why) {
    engine.floor.take(why, isKnown)
    engine.climb.look()
    engine.upstream.wake()
  }

  /** @param {number} number @param {number} type @param {Uint8Array} payload */
  function receive(number, type, payload) {
    const taken = engine.inbox?.take(number, payload.length)
    if (!taken) return false
    const isMessage = type === Type.text || type === Type.binary
    const data = isMessage ? dataOf(type, payload) : null
    if (data !== null) {
      delivery.push({ data, done() {
        taken.handled(timers.now())
        engine.upstream.wake()
      } })
      return true
    }
    const fault = isMessage ? 'not-utf8' : type === Type.request ? answers.take(payload) : type === Type.response ? requests.read(payload) : 'not-supported'
    if (fault) taken.fail(fault, timers.now())
    else taken.handled(timers.now())
    engine.upstream.wake()
    return true
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

  /** @param {string} rung @param {Ending | null} ending */
  function settled(rung, ending) {
    if (wanted?.rung !== rung) return
    const { resolve, reject } = wanted
    wanted = null
    if (ending) reject(new SessionError(ending.reason, `${rung} is not active: ${ending.detail || ending.reason}`, ending.number))
    else resolve()
  }

  /** @param {string | null} rung */
  function use(rung) {
    if (wanted) settled(wanted.rung, { reason: 'overtaken', detail: 'another transport was asked for.', number: 0, action: 'resume' })
    if (end || closing) return Promise.reject(refusal())
    engine.pinned = rung
    if (rung === null) {
      engine.climb.keep(() => true)
      return Promise.resolve()
    }
    /** @type {Promise<void>} */
    const active = new Promise((resolve, reject) => { wanted = { rung, resolve, reject } })
    active.catch(() => {})
    if (engine.grant && !engine.rungs.includes(rung)) settled(rung, { reason: 'not-offered', detail: `the server offers ${engine.rungs.join(', ')}.`, number: 0, action: 'resume' })
    else if (status.transport === rung) settled(rung, null)
    else {
      engine.verdicts.forget(rung)
      engine.climb.keep((other) => other === rung)
      if (isPoll(rung) && engine.isRunning) {
        engine.active.release()
        engine.floor.take('asked for', true)
        engine.floor.hurry()
      }
    }
    return active
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
    if (wanted) settled(wanted.rung, { reason: 'closed', detail: how.reason, number: how.number, action: 'stop' })
    status.setTransport(null, how.code)
    status.setState('closed', how.reason || how.code)
    emit('close', how)
    delivery.end()
    tellClosed(how)
  }

  function refusal() {
    const { code, number, reason } = end ?? { code: 'closed-by-client', number: 4301, reason: '' }
    return new SessionError('closed', `The session is closed: ${code}${reason && `, ${reason}`}. Connect again for another one.`, number)
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
    engine, closed, start, use, close, refusal,
    get isOver() { return engine.isOver }
  }
}
