/** Moves one client from phase to phase: a session begins, is renewed, sleeps with its page, is lost, and ends once. */

import { SessionError } from '../error.js'
import { createInbox } from '../flow/inbox.js'
import { createHold } from '../path/hold.js'
import { codeNumber } from '../wire/codes.js'
import { beacon, farewell } from './farewell.js'
import { createReports } from './reports.js'

/** @typedef {import('./types.js').Closing} Closing */
/** @typedef {import('../transports/index.js').Ending} Ending */
/** @typedef {'negotiating' | 'running' | 'renewing' | 'suspended' | 'closing' | 'over'} Phase */

/**
 * @typedef {object} Phases
 * @property {() => void} start
 * @property {(grant: import('../wire/negotiate.js').Grant, rungs: string[]) => void} begin negotiate was answered
 * @property {() => void} renewed
 * @property {(ending: Ending) => boolean} settle what the code of an ending asks for beyond another try; whether that is all there is to do
 * @property {(reason: string) => Promise<void>} close
 * @property {(closing: Closing) => void} finish the one way out
 * @property {() => SessionError} refusal what a closed session answers
 * @property {() => void} wake the machine or the page slept
 * @property {Promise<Closing>} closed
 */

/**
 * @param {import('./types.js').Engine} engine
 * @param {(type: import('../events.js').EventName, detail: object) => unknown} emit
 * @returns {Phases & import('../page.js').PageEvents}
 */
export function createPhases(engine, emit) {
  const { timers, outbox, requests, delivery, negotiation, floor, active, climb, upstream } = engine
  /** @type {Promise<void> | null} */
  let closing = null
  /** @type {(closing: Closing) => void} */
  let tellClosed
  /** @type {Closing | null} */
  let end = null
  const connecting = timers.alarm(() => finish({ code: 'unreachable', number: 0, reason: negotiation.last }))

  function start() {
    engine.page.start()
    connecting.set(engine.options.connectTimeout)
    // What is sent in this turn rides along.
    queueMicrotask(() => { if (engine.phase === 'negotiating') negotiation.open() })
  }

  /** @param {import('../wire/negotiate.js').Grant} grant @param {string[]} rungs */
  function begin(grant, rungs) {
    const { limits, position, messages, received, handled, id, fails } = grant
    const renewed = engine.hasOpened
    connecting.clear()
    Object.assign(engine, { grant, limits, attempt: 0, rungs, hasOpened: true, inbox: createInbox(limits.window, position), hold: createHold(grant.hold), reports: createReports() })
    outbox.limit(limits)
    outbox.prove(received)
    for (const { number, code } of fails) outbox.fail(number, code)
    outbox.ack(Math.min(handled, outbox.written))
    if (engine.phase !== 'negotiating') return
    engine.phase = 'running'
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

  /**
   * What the code of an ending asks for, beyond another try.
   * @param {Ending} ending
   * @returns {boolean} whether that is all there is to do
   */
  function settle({ action, number, reason, detail, retryAfter }) {
    if (engine.phase !== 'running' && engine.phase !== 'renewing') return true
    if (action === 'stop') finish({ code: reason, number, reason: detail })
    else if (action === 'renegotiate') renegotiate(reason, retryAfter)
    else if (reason === 'reauthenticate' && engine.isRunning) renew()
    else return false
    return true
  }

  /** @param {string} why @param {number} [retryAfter] */
  function renegotiate(why, retryAfter) {
    engine.phase = 'negotiating'
    release()
    outbox.lose()
    requests.lose()
    engine.grant = null
    engine.lost({ session: true })
    engine.change('transport', null, why)
    engine.change('state', 'reconnecting', why)
    if (engine.phase === 'negotiating') negotiation.open(retryAfter)
  }

  function renew() {
    engine.phase = 'renewing'
    release()
    void negotiation.attempt()
  }

  function renewed() {
    if (engine.phase !== 'renewing') return
    engine.phase = 'running'
    engine.change('state', 'open', 'renewed')
    resume('renewed')
  }

  /** @param {string} reason */
  function close(reason) {
    closing ??= (async () => {
      if (end) return
      engine.phase = 'closing'
      negotiation.stop()
      halt()
      engine.page.stop()
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
    engine.phase = 'over'
    negotiation.stop()
    release()
    engine.page.stop()
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
    wake()
    // What was begun on the one before says nothing of this one.
    climb.renew('another network')
  }

  /** @param {boolean} persisted */
  function left(persisted) {
    if (!persisted) {
      if (engine.grant && !engine.isOver) beacon(engine)
      finishBy('The page was left.')
    } else if (!engine.isOver) {
      engine.phase = 'suspended'
      negotiation.pause()
      release()
    }
  }

  function returned() {
    if (engine.phase !== 'suspended') return
    engine.phase = engine.grant ? 'running' : 'negotiating'
    if (engine.grant) resume('the page came back', false)
    else negotiation.open()
  }

  return {
    start, begin, renewed, settle, close, finish, refusal, wake, woke, network, left, returned,
    closed: new Promise((/** @type {(closing: Closing) => void} */ resolve) => { tellClosed = resolve })
  }
}
