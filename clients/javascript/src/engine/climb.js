/** The climb (section 13.3): proves better rungs beside what works, one at a time, and promotes what is proven. */

import { better, isPoll } from '../path/ladder.js'
import { createProof } from '../path/proof.js'
import { timing } from '../path/timing.js'
import { failed } from '../transports/ending.js'
import { promoteFrame } from '../wire/attach.js'
import { readVarint } from '../wire/varint.js'
import { openLink } from './link.js'

/**
 * @typedef {object} Probe
 * @property {string} rung
 * @property {import('./link.js').Link} link
 * @property {import('../clock.js').Timer | null} timer what it must do next, and by when
 * @property {import('../clock.js').Timer | null} beside of a handshake that takes long
 * @property {boolean} isSlow its handshake goes on while the next rung is tried
 * @property {boolean} isOpen
 * @property {ReturnType<typeof createProof>} [proof] of a held response
 * @property {boolean} waits open, while another rung is being promoted
 */

const LATE = 'It came late: something on the way holds it back.'

/** @param {import('./types.js').Engine} engine */
export function createClimb(engine) {
  const { timers, status, verdicts } = engine
  /** @type {Probe[]} */
  let probes = []
  /** @type {Probe | null} */
  let promoting = null
  /** @type {import('../clock.js').Timer | null} */
  let timer = null

  /** Tries what is to be tried. Called whenever that may have changed. */
  function look() {
    timer?.clear()
    timer = null
    if (!engine.isRunning || promoting || engine.page.isHidden || engine.active.isTaking) return
    if (probes.some((probe) => !probe.isSlow || probe.isOpen)) return
    const rungs = better(engine.rungs, engine.pinned, engine.active.link?.rung ?? (engine.floor.isOn ? engine.floor.rung : null))
      .filter((rung) => !isPoll(rung))
    const rung = rungs.find((name) => !verdicts.of(name) && !probes.some((probe) => probe.rung === name))
    if (rung !== undefined) return start(rung)
    const wait = verdicts.next(rungs)
    if (wait < Infinity) timer = timers.set(wait + 1, look)
  }

  /** @param {string} rung */
  function start(rung) {
    /** @type {Probe} */
    const probe = { rung, timer: null, beside: null, isSlow: false, isOpen: false, waits: false, link: openLink(engine, {
      rung, mode: 'probe',
      events: {
        opened: () => onOpen(probe),
        attached: (attached, again) => onAttached(probe, attached.active, again),
        beat: (payload) => onBeat(probe, readVarint(payload)?.value ?? 0),
        ended: (ending) => onEnded(probe, ending)
      }
    }) }
    probes.push(probe)
    const { handshake, beside } = timing(engine.rtt.value)
    if (probe.link.duplex) {
      within(probe, handshake, 'no-answer', 'The handshake was not answered in time.')
      probe.beside = timers.set(beside, () => {
        probe.isSlow = true
        look()
      })
    } else {
      probe.proof = createProof(probe.link.startedAt, engine.rtt.value)
      awaitBeat(probe)
    }
  }

  /** @param {Probe} probe @param {number} ms @param {string} reason @param {string} detail */
  function within(probe, ms, reason, detail) {
    probe.timer?.clear()
    probe.timer = timers.set(ms, (late) => late ? overtake(probe, 'The machine slept.') : fail(probe, failed(reason, detail)))
  }

  /** @param {Probe} probe */
  function onOpen(probe) {
    probe.beside?.clear()
    probe.isOpen = true
    // A promotion that is under way would be undone by another candidate.
    probe.waits = promoting !== null
    if (!probe.waits) attach(probe)
    else probe.timer?.clear()
  }

  /** A new candidate ends the one before at the server. @param {Probe} probe */
  function attach(probe) {
    probe.waits = false
    for (const other of probes.filter((one) => one !== probe)) overtake(other, `${probe.rung} came late and took its place.`)
    probe.link.attach()
    within(probe, timing(engine.rtt.value).attached, 'swallowed', 'Nothing came after the handshake.')
  }

  /** @param {Probe} probe @param {boolean} isActive @param {boolean} again */
  function onAttached(probe, isActive, again) {
    if (isActive && probe === promoting) return done(probe)
    if (!again && probe.link.duplex && probe.link.connection) promote(probe)
  }

  /** @param {Probe} probe @param {number} stamp */
  function onBeat(probe, stamp) {
    const verdict = probe.proof?.beat(timers.now(), stamp)
    if (verdict === 'late') fail(probe, failed('late', LATE))
    else if (verdict === 'proven') promote(probe)
    else if (probe !== promoting) awaitBeat(probe)
  }

  /** @param {Probe} probe */
  function awaitBeat(probe) {
    const due = probe.proof?.deadline()
    if (due) within(probe, due.at - timers.now(), due.reason, due.reason === 'held' ? 'Nothing came: something on the way holds it back.' : LATE)
  }

  /** @param {Probe} probe */
  function promote(probe) {
    promoting = probe
    probe.beside?.clear()
    for (const other of probes.filter((one) => one !== probe && !one.isSlow)) overtake(other, `${probe.rung} was proven first.`)
    const { inbox, outbox } = engine
    const bytes = promoteFrame(probe.link.connection, inbox?.received ?? 0, outbox.known)
    probe.link.cursor = outbox.known
    const wait = () => within(probe, timing(engine.rtt.value).attached, 'silent', 'The promotion was not answered in time.')
    if (probe.link.duplex) {
      probe.link.write([bytes])
      wait()
    } else {
      probe.timer?.clear()
      engine.upstream.control(bytes, wait)
    }
  }

  /** @param {Probe} probe */
  function done(probe) {
    remove(probe)
    promoting = null
    status.tried(probe.rung, 'probe', probe.link.startedAt, 'ok')
    if (!engine.isRunning) return probe.link.close()
    engine.active.adopt(probe.link, 'proven')
    engine.choice.settled(probe.rung, null)
    resume()
  }

  /** @param {Probe} probe @param {import('../transports/ending.js').Ending} ending */
  function onEnded(probe, ending) {
    if (probe.link === engine.active.link) return engine.active.ended(probe.link, ending)
    if (!probes.includes(probe)) return
    const isCrossed = ending.reason === 'superseded' || ending.reason === 'stale'
    if (isCrossed && engine.crossings.excuse(probe.rung)) return overtake(probe, 'Another attachment took its place.', true)
    if (ending.action === 'stop' || ending.action === 'renegotiate' || ending.reason === 'reauthenticate') {
      remove(probe)
      if (probe === promoting) promoting = null
      engine.settle(ending)
    } else {
      fail(probe, ending)
    }
  }

  /** @param {Probe} probe @param {import('../transports/ending.js').Ending} ending */
  function fail(probe, ending) {
    const wasPromoting = probe === promoting
    drop(probe)
    const attempt = status.tried(probe.rung, 'probe', probe.link.startedAt, 'failed', ending.reason, ending.detail)
    // Where the floor does not answer either, the network is to blame and not the rung.
    const isNetwork = engine.floor.isOn && !engine.floor.isSure
    if (!isNetwork || wasPromoting) {
      verdicts.add(probe.rung, ending.reason)
      if (probe.link.token) engine.arrived.ask(probe.link.token, attempt)
    }
    engine.choice.settled(probe.rung, ending)
    engine.upstream.wake()
    if (wasPromoting && engine.isRunning && !engine.active.link) engine.floor.take(`${probe.rung} was not promoted`)
    resume(isNetwork)
  }

  /** Nothing speaks against it. @param {Probe} probe @param {string} detail @param {boolean} [again] */
  function overtake(probe, detail, again = false) {
    const wasPromoting = probe === promoting
    drop(probe)
    status.tried(probe.rung, 'probe', probe.link.startedAt, 'overtaken', null, detail)
    if (wasPromoting && engine.isRunning && !engine.active.link) engine.floor.take(`${probe.rung} was overtaken`)
    if (again) resume()
  }

  /** What waited for a promotion goes on. @param {boolean} [isNetwork] then the floor's next answer goes on */
  function resume(isNetwork = false) {
    const waiting = probes.find((probe) => probe.waits)
    if (waiting && better(engine.rungs, engine.pinned, engine.active.link?.rung ?? null).includes(waiting.rung)) attach(waiting)
    else if (!isNetwork) look()
    engine.floor.go()
  }

  /** @param {Probe} probe */
  function drop(probe) {
    remove(probe)
    if (probe === promoting) promoting = null
    probe.link.close()
  }

  /** @param {Probe} probe */
  function remove(probe) {
    probe.timer?.clear()
    probe.beside?.clear()
    probes = probes.filter((one) => one !== probe)
  }

  return {
    look,
    /** Whether that rung has been or will be tried. @param {string} rung */
    mayTry: (rung) => engine.rungs.includes(rung) && (engine.pinned ?? rung) === rung && !verdicts.of(rung),
    get isPromoting() { return promoting !== null },
    /** Lets go of all of it without a word. */
    stop() {
      timer?.clear()
      timer = null
      for (const probe of [...probes]) drop(probe)
    },
    /** Another rung is wanted than those that are tried. @param {(rung: string) => boolean} wanted */
    keep(wanted) {
      for (const probe of [...probes]) if (!wanted(probe.rung) && probe !== promoting) overtake(probe, 'Another transport was asked for.')
      look()
    }
  }
}
