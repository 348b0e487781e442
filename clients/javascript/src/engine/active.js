/** The held connection that carries the session: its probation, its life, its end. On the floor there is none. */

import { judge } from '../path/life.js'
import { PROBATION, YOUNG } from '../path/timing.js'
import { failed } from '../transports/ending.js'
import { frame, Type } from '../wire/frames.js'
import { findNumbers, numbers } from '../wire/varint.js'
import { openLink } from './link.js'

/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('../transports/index.js').Ending} Ending */

/** Ends that say that we or the server moved on; they speak neither for the rung nor against it. */
const ORDERLY = /^(rotate|complete)$/
/** Ends by another attachment of ours: one that was on its way when this one was promoted. */
const OWN = /^(superseded|stale)$/

/** @param {import('./types.js').Engine} engine */
export function createActive(engine) {
  const { timers, outbox } = engine
  let lastPing = 0
  let pingedAt = 0
  /** The first ping that everything hangs on. */
  let awaited = Infinity
  let pongBy = Infinity
  let asked = 0
  let pingedSince = -1
  /** The rung whose connection fell silent last. @type {string | null} */
  let silenced = null
  const tick = timers.alarm((late) => late || look())
  const probation = timers.alarm(() => active.link?.duplex ? ask() : prove())

  /** @param {boolean} [isVital] */
  function ping(isVital) {
    const id = ++lastPing
    if (isVital) awaited = Math.min(awaited, id)
    engine.upstream.control(frame(Type.ping, numbers(id)), () => {
      if (id === lastPing) pingedAt = timers.now()
      if (id !== awaited) return
      pongBy = timers.now() + engine.waits.pong
      look()
    })
  }

  function ask() {
    if (awaited === Infinity) ping(true)
  }

  function prove() {
    const { link } = active
    if (!link) return
    link.provenAt = timers.now()
    engine.upstream.wake()
    engine.verdicts.lift(link.rung)
    engine.reports.add(link.rung, 'proven')
    engine.crossings.settled(link.rung)
    engine.climb.look()
  }

  /** Judges the connection's life, and says when to judge again. */
  function look() {
    tick.clear()
    const { link } = active
    if (!link || !engine.grant) return
    const { act, next } = judge(timers.now(), {
      heard: link.heard, unackedSince: outbox.since, asked, pongBy,
      silencePinged: pingedSince === link.heard,
      heartbeat: engine.grant.heartbeat, timing: engine.waits
    })
    if (act === 'dead') {
      link.close()
      return ended(failed('silent', `Nothing came within ${Math.round(timers.now() - link.heard)} ms.`), link)
    }
    tick.set(next - timers.now())
    if (act === 'ask') ask()
    if (act === 'ping') {
      pingedSince = link.heard
      ping()
    }
  }

  function rest() {
    tick.clear()
    probation.clear()
    awaited = pongBy = Infinity
    asked = 0
  }

  /**
   * Its server side is active: it carries the session from here.
   * @param {Link} next
   * @param {string} why
   */
  function adopt(next, why) {
    const before = active.link
    rest()
    active.link = next
    next.startedAt = timers.now()
    next.mode = 'take'
    next.ended = ended
    next.within(Infinity)
    before?.retire()
    engine.inbox.doubt()
    engine.floor.leave()
    engine.carried(next.rung, why)
    if (active.link !== next) return
    probation.set(PROBATION)
    engine.upstream.hurry()
    look()
  }

  /** @param {Ending} ending @param {Link} which */
  function ended(ending, which) {
    if (!engine.isRunning) return
    const { reason, detail } = ending
    // Silence is believed long after it began: a dead connection lived up to its last byte.
    const isSilent = reason === 'silent'
    const age = (isSilent ? which.heard : timers.now()) - which.startedAt
    const isYoung = age < YOUNG && !ORDERLY.test(reason) && ending.action === 'resume' && !(OWN.test(reason) && engine.crossings.excuse(which.rung))
    const isSilentAgain = isSilent && silenced === which.rung
    // An attach that crossed another one says nothing of the rung.
    if (isSilent) silenced = which.rung
    else if (age >= YOUNG || !OWN.test(reason)) silenced = null
    rest()
    active.link = null
    engine.inbox.doubt()
    blame(which, ending)
    if (which.provenAt && !ending.number) {
      if (isSilent) engine.reports.add(which.rung, reason, which.heard - which.openedAt, timers.now() - which.heard)
      else if (reason === 'cut') engine.reports.add(which.rung, reason, timers.now() - which.openedAt, timers.now() - which.moved)
    }
    const isMoving = engine.climb.promoting !== null
    if (!isMoving && !ORDERLY.test(reason)) {
      engine.tried(which, 'failed', isYoung ? 'died-young' : reason, detail || `It ended after ${Math.round(age)} ms: ${reason}.`)
    }
    // Where our own promotion ended it, what becomes of that decides.
    if (engine.settle(ending) || isMoving) return
    if (isYoung) engine.blame(which, 'died-young')
    else if (isSilentAgain) engine.verdicts.add(which.rung, reason)
    else if (age >= YOUNG) engine.verdicts.forget(which.rung)
    const fall = () => {
      engine.upstream.wake()
      engine.floor.take(`${which.rung} ended: ${reason}`)
      engine.climb.look()
    }
    if (reason === 'rotate' && which.provenAt) take(which.rung, fall)
    else fall()
  }

  /** A message that stands first in line each time a WebSocket dies may be why. @param {Link} which @param {Ending} ending */
  function blame({ duplex, cursor, provenAt }, { number, reason }) {
    const { first } = outbox
    if (!duplex || number || !/^(cut|silent)$/.test(reason) || !first) return
    if (cursor <= outbox.acked) {
      // This one died without it: it is the network.
      if (!provenAt) first.endedSockets = 0
    } else if (timers.now() - first.writtenAt < YOUNG) {
      first.endedSockets++
      if (provenAt && first.writtenAt >= provenAt) first.refusedBySockets++
    }
  }

  /**
   * Attaches a rung without proof: the floor where it is held, and one that the server rotates.
   * @param {string} rung
   * @param {(ending: Ending, link: Link) => void} failedTo
   */
  function take(rung, failedTo) {
    active.taking?.close()
    const link = active.taking = openLink(engine, {
      rung, mode: 'take',
      opened: () => link.attach(),
      attached(_, isActive) {
        if (!isActive || active.taking !== link) return
        active.taking = null
        engine.tried(link, 'ok')
        adopt(link, 'taken')
        engine.climb.look()
      },
      ended(ending) {
        active.taking = null
        engine.tried(link, 'failed', ending.reason, ending.detail)
        if (!engine.settle(ending)) failedTo(ending, link)
      }
    })
    const { attached, handshake } = engine.waits
    link.within(link.duplex ? handshake + attached : attached)
  }

  const active = {
    /** @type {Link | null} */
    link: null,
    /** What is being attached without proof. @type {Link | null} */
    taking: null,
    adopt, take, look, rest,
    /** @param {Uint8Array} payload */
    pong(payload) {
      const [id = 0] = findNumbers(payload) ?? []
      if (id === lastPing && pingedAt) {
        engine.rtt.add(timers.now() - pingedAt)
        pingedAt = 0
      }
      if (id < awaited) return
      awaited = pongBy = Infinity
      asked = timers.now()
      if (!active.link?.provenAt && !probation.isSet) prove()
      look()
    },
    /** The clock or the page slept: silence says nothing, a pong does. */
    wake() {
      if (!active.link) return
      active.link.heard = timers.now()
      ask()
    },
    /** Another rung is taken on purpose: how this one ends says nothing. */
    release() {
      rest()
      active.link?.retire()
      active.link = null
    },
    /** Lets go of it without a word. */
    drop() {
      rest()
      active.taking?.close()
      active.link?.close()
      active.taking = active.link = null
    }
  }
  return active
}
