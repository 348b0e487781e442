/** The climb (section 13.3): proves better rungs beside what works, one at a time, and promotes what is proven. */

import { better, isPoll } from '../path/ladder.js'
import { createProof } from '../path/proof.js'
import { failed } from '../transports/ending.js'
import { promoteFrame } from '../wire/attach.js'
import { findNumbers } from '../wire/varint.js'
import { openLink } from './link.js'

/** @typedef {import('../transports/index.js').Ending} Ending */

/**
 * @typedef {object} Proving
 * @property {boolean} [isSlow] its handshake goes on while the next rung is tried
 * @property {boolean} [waits] open, while another rung is being promoted
 * @property {ReturnType<typeof createProof>} proof of a held response
 * @typedef {import('./link.js').Link & Proving} Probe
 */

/** @param {import('./types.js').Engine} engine */
export function createClimb(engine) {
  const { timers, verdicts } = engine
  /** @type {Probe[]} */
  let probes = []
  const again = timers.alarm(look)
  /** A handshake takes long. */
  const beside = timers.alarm(() => {
    for (const probe of probes) probe.isSlow = probe.duplex
    look()
  })

  /** What may be better than what carries the session, best first. */
  const wanted = () => better(engine.rungs, engine.pinned, engine.active.link?.rung ?? (engine.floor.isOn ? engine.floor.rung : null)).filter((rung) => !isPoll(rung))

  /** Tries what is to be tried. Called whenever that may have changed. */
  function look() {
    again.clear()
    if (!engine.isRunning || climb.promoting || engine.page.isHidden || engine.active.taking || probes.some(({ isSlow }) => !isSlow)) return
    const rungs = wanted()
    const rung = rungs.find((name) => !verdicts.of(name) && !probes.some((probe) => probe.rung === name))
    if (rung === undefined) again.set(verdicts.next(rungs) + 1)
    else start(rung)
  }

  /** @param {string} rung */
  function start(rung) {
    const { handshake, beside: long } = engine.waits
    const probe = /** @type {Probe} */ (openLink(engine, {
      rung, mode: 'probe',
      opened() {
        beside.clear()
        probe.isSlow = false
        // A promotion that is under way would be undone by another candidate.
        probe.waits = climb.promoting !== null
        if (probe.waits) probe.within(Infinity)
        else attach(probe)
      },
      attached(_, isActive, again) {
        if (isActive && probe === climb.promoting) done(probe)
        else if (!again && probe.duplex && probe.connection) promote(probe)
      },
      beat(_, payload) {
        const [stamp = 0] = findNumbers(payload) ?? []
        const verdict = probe.proof.beat(timers.now(), stamp)
        if (verdict === 'late') fail(failed('late', `Beat ${stamp} came after ${Math.round(timers.now() - probe.startedAt)} ms.`))
        else if (verdict) promote(probe)
        else if (probe !== climb.promoting) awaitBeat(probe)
      },
      ended: fail
    }))
    /** @param {Ending} ending */
    function fail(ending) {
      onEnded(ending, probe)
    }
    probe.proof = createProof(probe.startedAt, engine.rtt.value)
    probes.push(probe)
    if (probe.duplex) {
      probe.within(handshake)
      beside.set(long)
    } else {
      awaitBeat(probe)
    }
  }

  /** A new candidate ends the one before at the server. @param {Probe} probe */
  function attach(probe) {
    probe.waits = false
    overtake((other) => other !== probe, `overtaken by ${probe.rung}`)
    probe.attach()
    probe.within(engine.waits.attached, 'swallowed')
  }

  /** @param {Probe} probe */
  function awaitBeat(probe) {
    const { at, reason } = probe.proof.deadline()
    probe.within(at - timers.now(), reason)
  }

  /** @param {Probe} probe */
  function promote(probe) {
    climb.promoting = probe
    beside.clear()
    overtake((other) => other !== probe && !other.isSlow, `overtaken by ${probe.rung}`)
    const { inbox, outbox, upstream } = engine
    const bytes = promoteFrame(probe.connection, inbox.received, outbox.known, probe.proof.isTrailing)
    const wait = () => probe.within(engine.waits.attached, 'silent')
    probe.cursor = outbox.known
    probe.within(Infinity)
    if (probe.duplex) {
      probe.write([bytes])
      wait()
    } else {
      upstream.control(bytes, wait)
    }
  }

  /** @param {Probe} probe */
  function done(probe) {
    remove(probe)
    engine.tried(probe, 'ok')
    if (!engine.isRunning) return probe.close()
    engine.active.adopt(probe, 'proven')
    resume()
  }

  /** @param {Ending} ending @param {Probe} probe */
  function onEnded(ending, probe) {
    const { action, reason } = ending
    const wasPromoting = remove(probe)
    const isOwn = (reason === 'superseded' || reason === 'stale') && engine.crossings.excuse(probe.rung)
    probe.close()
    if (action === 'stop' || action === 'renegotiate' || reason === 'reauthenticate') return void engine.settle(ending)
    // Where the floor does not answer either, the network is to blame and not the rung.
    const isNetwork = engine.floor.isOn && !engine.floor.isSure && !isOwn
    if (isOwn || ending.isLate) {
      engine.tried(probe, 'overtaken', null, ending.detail)
    } else {
      const attempt = engine.tried(probe, 'failed', reason, ending.detail)
      if (!isNetwork || wasPromoting) {
        engine.blame(probe, reason)
        if (probe.token) engine.arrived.ask(probe.token, attempt)
      }
      engine.choice.settled(probe.rung, ending)
      engine.upstream.wake()
    }
    if (wasPromoting && engine.isRunning && !engine.active.link) engine.floor.take(`${probe.rung} was not promoted`)
    if (!ending.isLate) resume(isNetwork)
  }

  /** Nothing speaks against these. @param {(probe: Probe) => boolean} which @param {string} detail */
  function overtake(which, detail) {
    for (const probe of probes.filter(which)) {
      remove(probe)
      probe.close()
      engine.tried(probe, 'overtaken', null, detail)
    }
  }

  /** What waited for a promotion goes on. @param {boolean} [isNetwork] then the floor's next answer goes on */
  function resume(isNetwork) {
    const waiting = probes.find(({ waits }) => waits)
    if (waiting && wanted().includes(waiting.rung)) attach(waiting)
    else if (!isNetwork) look()
    engine.floor.go()
  }

  /** @param {Probe} probe @returns {boolean} whether it was being promoted */
  function remove(probe) {
    const wasPromoting = probe === climb.promoting
    if (wasPromoting) climb.promoting = null
    if (probe.duplex) beside.clear()
    probes = probes.filter((one) => one !== probe)
    return wasPromoting
  }

  const climb = {
    look,
    /** Whether that rung has been or will be tried. @param {string} rung */
    mayTry: (rung) => engine.rungs.includes(rung) && (engine.pinned ?? rung) === rung && !verdicts.of(rung),
    /** @type {Probe | null} */
    promoting: null,
    /** Lets go of all of it without a word. */
    stop() {
      again.clear()
      for (const probe of probes) {
        remove(probe)
        probe.close()
      }
    },
    /** What is tried says nothing any more, but for what is being promoted. @param {string} by @param {string} [wanted] a rung that goes on */
    renew(by, wanted) {
      overtake((probe) => probe.rung !== wanted && probe !== climb.promoting, `overtaken by ${by}`)
      look()
    }
  }
  return climb
}
