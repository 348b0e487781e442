/** The held connection that carries the session: its probation, its life, its end. On the floor there is none. */

import { readVarint } from '../wire/varint.js'
import { judge } from '../path/life.js'
import { PROBATION, timing, YOUNG } from '../path/timing.js'
import { failed } from '../transports/ending.js'
import { openLink, pingFrame } from './link.js'

/** Ends that say that we or the server moved on; they speak neither for the rung nor against it. */
const ORDERLY = ['rotate', 'complete']
/** Ends by another attachment of ours: one that was on its way when this one was promoted. */
const OWN = ['superseded', 'stale']

/** @param {import('./types.js').Engine} engine */
export function createActive(engine) {
  const { timers, status, outbox } = engine
  /** @type {import('./link.js').Link | null} */
  let link = null
  /** @type {{ close(): void, timer: import('../clock.js').Timer } | null} */
  let taking = null
  /** @type {import('../clock.js').Timer | null} */
  let tick = null
  /** @type {import('../clock.js').Timer | null} */
  let probation = null
  let lastPing = 0
  let pingedAt = 0
  let awaited = Infinity
  let pongBy = Infinity
  let asked = 0
  let pingedSince = -1
  /** The rung whose connection fell silent last. @type {string | null} */
  let silenced = null

  /** @param {string} [why] */
  function ping(why) {
    const id = ++lastPing
    if (why === undefined) awaited = Math.min(awaited, id)
    const sent = () => {
      if (id === lastPing) pingedAt = timers.now()
      if (id === awaited) {
        pongBy = timers.now() + timing(engine.rtt.value).pong
        look()
      }
    }
    engine.upstream.control(pingFrame(id), sent)
  }

  /** @param {Uint8Array} payload */
  function pong(payload) {
    const id = readVarint(payload)?.value ?? 0
    if (id === lastPing && pingedAt) {
      engine.rtt.add(timers.now() - pingedAt)
      pingedAt = 0
    }
    if (id < awaited) return
    awaited = pongBy = Infinity
    asked = timers.now()
    if (link && !link.isProven && !probation) prove()
    look()
  }

  function prove() {
    if (!link) return
    link.isProven = true
    link.provenAt = timers.now()
    engine.upstream.wake()
    engine.verdicts.lift(link.rung)
    engine.crossings.settled(link.rung)
    engine.climb.look()
  }

  /** Judges the connection's life, and says when to judge again. */
  function look() {
    tick?.clear()
    tick = null
    if (!link || !engine.grant) return
    const { act, next } = judge(timers.now(), {
      heard: link.heard, unackedSince: outbox.since, asked, pongBy,
      silencePinged: pingedSince === link.heard,
      heartbeat: engine.grant.heartbeat, timing: timing(engine.rtt.value)
    })
    if (act === 'dead') return kill('Nothing came back on it.')
    tick = timers.set(next - timers.now(), (late) => late ? undefined : look())
    if (act === 'ask' && awaited === Infinity) ping()
    if (act === 'ping') {
      pingedSince = link.heard
      ping('silence')
    }
  }

  /** @param {string} detail */
  function kill(detail) {
    const dead = link
    dead?.close()
    if (dead) ended(dead, failed('silent', detail))
  }

  function rest() {
    tick?.clear()
    probation?.clear()
    tick = probation = null
    awaited = pongBy = Infinity
    asked = 0
  }

  /**
   * Its server side is active: it carries the session from here.
   * @param {import('./link.js').Link} next
   * @param {string} why
   */
  function adopt(next, why) {
    const before = link
    rest()
    link = next
    link.activeSince = timers.now()
    before?.retire()
    engine.inbox?.doubt()
    engine.floor.leave()
    status.setState('open', why)
    status.setTransport(next.rung, why)
    if (link !== next) return
    probation = timers.set(PROBATION, () => {
      probation = null
      if (next.duplex) ping()
      else prove()
    })
    engine.upstream.hurry()
    look()
  }

  /** @param {import('./link.js').Link} which @param {import('../transports/ending.js').Ending} ending */
  function ended(which, ending) {
    if (!engine.isRunning) return engine.onceEnded?.()
    if (which !== link) return
    // Silence is believed long after it began: a dead connection lived up to its last byte.
    const age = (ending.reason === 'silent' ? which.heard : timers.now()) - which.activeSince
    const isYoung = age < YOUNG && !ORDERLY.includes(ending.reason) && ending.action === 'resume'
      && !(OWN.includes(ending.reason) && engine.crossings.excuse(which.rung))
    const isSilentAgain = ending.reason === 'silent' && silenced === which.rung
    silenced = ending.reason === 'silent' ? which.rung : null
    rest()
    link = null
    engine.inbox?.doubt()
    blame(which, ending)
    const isMoving = engine.climb.isPromoting
    if (!isMoving && !ORDERLY.includes(ending.reason)) {
      status.tried(which.rung, 'take', which.activeSince, 'failed', isYoung ? 'died-young' : ending.reason, ending.detail || `It ended after ${Math.round(age)} ms: ${ending.reason}.`)
    }
    if (engine.settle(ending) || !engine.isRunning) return
    // Our own promotion ended it; what becomes of that decides.
    if (isMoving) return
    if (isYoung) engine.verdicts.add(which.rung, 'died-young')
    else if (isSilentAgain) engine.verdicts.add(which.rung, 'silent')
    else if (age >= YOUNG) engine.verdicts.forget(which.rung)
    const why = `${which.rung} ended: ${ending.reason}`
    if (ending.reason === 'rotate' && which.isProven) take(which.rung, () => fall(why))
    else fall(why)
  }

  /** @param {string} why */
  function fall(why) {
    engine.upstream.wake()
    engine.floor.take(why)
    engine.climb.look()
  }

  /** A message that stands first in line each time a WebSocket dies may be why. @param {import('./link.js').Link} which @param {import('../transports/ending.js').Ending} ending */
  function blame(which, ending) {
    const { first } = outbox
    const isCut = ending.number === 0 && (ending.reason === 'cut' || ending.reason === 'silent')
    if (!which.duplex || !isCut || !first) return
    if (which.cursor <= outbox.acked && !which.isProven) {
      // This one died without it: it is the network.
      first.endedSockets = 0
      return
    }
    if (which.cursor <= outbox.acked || timers.now() - first.writtenAt >= YOUNG) return
    first.endedSockets++
    if (first.writtenAt >= which.provenAt) first.refusedBySockets++
  }

  /**
   * Attaches a rung without proof: the floor where it is held, and one that the server rotates.
   * @param {string} rung
   * @param {(ending: import('../transports/ending.js').Ending) => void} failedTo
   */
  function take(rung, failedTo) {
    stopTaking()
    const { attached, handshake } = timing(engine.rtt.value)
    const next = openLink(engine, {
      rung, mode: 'take',
      events: {
        opened: () => next.attach(),
        attached(frame) {
          if (!frame.active || taking?.close !== next.close) return
          done('ok')
          adopt(next, 'taken')
          engine.climb.look()
        },
        ended: (ending) => next === link ? ended(next, ending) : fail(ending)
      }
    })
    const guard = () => fail(failed('no-answer', 'It was not attached in time.'))
    taking = { close: next.close, timer: timers.set(next.duplex ? handshake + attached : attached, guard) }

    /** @param {'ok' | 'failed'} verdict @param {import('../transports/ending.js').Ending} [ending] */
    function done(verdict, ending) {
      taking?.timer.clear()
      taking = null
      status.tried(rung, 'take', next.startedAt, verdict, ending?.reason, ending?.detail)
    }

    /** @param {import('../transports/ending.js').Ending} ending */
    function fail(ending) {
      if (taking?.close !== next.close) return
      next.close()
      done('failed', ending)
      if (engine.isRunning && !engine.settle(ending)) failedTo(ending)
    }
  }

  function stopTaking() {
    taking?.timer.clear()
    taking?.close()
    taking = null
  }

  return {
    get link() { return link },
    get isTaking() { return taking !== null },
    adopt, ended, take, pong, look, rest,
    /** The clock or the page slept: silence says nothing, a pong does. */
    wake() {
      if (!link) return
      link.heard = timers.now()
      if (awaited === Infinity) ping()
    },
    /** Another rung is taken on purpose: how this one ends says nothing. */
    release() {
      rest()
      link?.retire()
      link = null
    },
    /** Lets go of it without a word. */
    drop() {
      rest()
      stopTaking()
      link?.close()
      link = null
    }
  }
}
