/** The floor: taken without proof, one poll after another. A floor that is no poll is taken as a held connection. */

import { floorOf, isPoll } from '../path/ladder.js'
import { openLink } from './link.js'

const QUICK = 3
const PAUSE = 1000
const HIDDEN_FIRST = 5000
const HIDDEN_MOST = 30000
/** A send starts the next try, but not more often. */
const SEND_STARTS_TRY_AFTER = 1000
/** Several signs of one return come together. */
const JUST_NOW = 100

/** @typedef {import('../transports/index.js').Ending} Ending */

/** @param {import('./types.js').Engine} engine */
export function createFloor(engine) {
  const { timers } = engine
  /** The poll that is out. @type {import('./link.js').Link | null} */
  let poll = null
  let isBackingOff = false
  let failures = 0
  let hasStumbled = false
  let quick = 0
  let hiddenWait = HIDDEN_FIRST
  let lastTry = -Infinity
  let cutHolds = 0
  const next = timers.alarm((late) => {
    if (late) quick = 0
    go()
  })

  function go() {
    if (!floor.isOn || poll || next.isSet || !engine.isRunning || engine.climb.promoting || engine.active.taking) return
    isBackingOff = false
    lastTry = timers.now()
    const name = floor.rung
    if (isPoll(name)) startPoll(name)
    else engine.active.take(name, onFailed)
  }

  /** @param {string} rung */
  function startPoll(rung) {
    const { page, upstream, waits } = engine
    const hold = rung === 'longpoll' && floor.isSure && !page.isHidden ? engine.hold.value : 0
    if (engine.state === 'open') engine.change('transport', rung, 'the floor')
    if (poll || !floor.isOn || !engine.isRunning) return
    const load = upstream.load(upstream.sending ? 0 : Infinity)
    poll = openLink(engine, {
      rung, mode: 'take', hold, frames: load.frames,
      ended(ending, link) {
        // What brings messages is not held.
        if (load.count) link.hold = 0
        poll = null
        floor.isCarrying = false
        if (!engine.isRunning) return
        if (load.answered(ending)) {
          if (!hold && !load.count) engine.rtt.add(timers.now() - link.startedAt)
          return onAnswered(link, link.hasNews || load.count > 0)
        }
        engine.tried(link, 'failed', ending.reason, ending.detail)
        if (!engine.settle(ending)) onFailed(ending, link)
      }
    })
    floor.isCarrying = load.count > 0
    poll.within(floor.isCarrying ? waits.send : hold + waits.poll)
  }

  /** @param {import('./link.js').Link} link @param {boolean} hasNews */
  function onAnswered(link, hasNews) {
    const { rung, hold } = link
    const took = timers.now() - link.startedAt
    const { page } = engine
    const first = !floor.isSure
    floor.isSure = true
    if (hasNews || took > PAUSE) {
      failures = 0
      hasStumbled = false
    }
    if (hold) {
      cutHolds = 0
      if (took >= hold) engine.hold.full()
    }
    quick = hold && !hasNews && took < hold / 2 ? quick + 1 : 0
    engine.upstream.wake()
    if (!floor.isOn) return
    engine.carried(rung, 'the floor')
    if (first) {
      engine.tried(link, 'ok')
      engine.climb.look()
    }
    if (hasNews || !page.isHidden) hiddenWait = HIDDEN_FIRST
    if (page.isHidden) {
      next.set(hiddenWait)
      hiddenWait = Math.min(2 * hiddenWait, HIDDEN_MOST)
    } else if (rung === 'shortpoll') {
      next.set(engine.options.pollInterval)
    } else if (quick >= QUICK) {
      quick = 0
      next.set(PAUSE)
    } else {
      go()
    }
  }

  /** @param {Ending} ending @param {import('./link.js').Link} link */
  function onFailed(ending, link) {
    const { rung, hold } = link
    const took = timers.now() - link.startedAt
    if (hold && !ending.number && !ending.isLate) {
      // Before its time, and not by someone else's answer.
      if (took < hold && /^(cut|no-answer)$/.test(ending.reason)) engine.reports.add(rung, 'cut', took, timers.now() - link.moved)
      engine.hold.cut(took)
      // A floor that answers, but not to held polls, is a short one.
      if (++cutHolds >= 3 && engine.rungs.includes('shortpoll')) {
        cutHolds = 0
        engine.blame(link, ending.reason)
      }
    }
    if (!floor.isOn || !engine.isRunning) return
    const worked = floor.isSure && isPoll(rung)
    floor.isSure = false
    if (!worked) {
      engine.change('state', 'reconnecting', ending.detail || ending.reason)
      engine.change('transport', null, ending.reason)
    }
    isBackingOff = true
    // The first try after what worked is immediate, but not every time where it works only in between.
    next.set(worked && !hasStumbled ? ending.retryAfter ?? 0 : engine.backoff(failures++, ending.retryAfter))
    hasStumbled = true
    engine.climb.look()
  }

  const floor = {
    isOn: false,
    /** Whether it answers, as far as anyone knows; until a first answer shows that, a poll is not held. */
    isSure: true,
    get rung() { return floorOf(engine.rungs, engine.pinned, (name) => engine.verdicts.of(name) !== null) },
    /** Whether a poll is on its way that brings messages. */
    isCarrying: false,
    go,
    /** @param {string} why @param {boolean} [isKnown] whether an exchange has just worked */
    take(why, isKnown = false) {
      if (!engine.isRunning) return
      floor.isOn = true
      floor.isSure = isKnown
      hiddenWait = HIDDEN_FIRST
      if (engine.state === 'open') engine.change('transport', floor.rung, why)
      next.clear()
      go()
    },
    /** A better rung carries the session; the last poll may end by itself. */
    leave() {
      floor.isOn = isBackingOff = hasStumbled = false
      next.clear()
      failures = 0
    },
    /**
     * Something is to go up. Whether a poll takes it along, now or after a back-off.
     * @returns {boolean}
     */
    nudge() {
      if (!floor.isOn || poll || engine.climb.promoting || !isPoll(floor.rung)) return false
      if (!isBackingOff || timers.now() - lastTry >= SEND_STARTS_TRY_AFTER) {
        next.clear()
        go()
      }
      return true
    },
    /** The next try is due now; a poll that is out says nothing any more. */
    hurry() {
      if (!floor.isOn || (poll && timers.now() - lastTry < JUST_NOW)) return
      stop()
      floor.isSure = false
      go()
    },
    drop() {
      stop()
      floor.isOn = false
      failures = 0
    }
  }

  function stop() {
    next.clear()
    poll?.close()
    poll = null
    floor.isCarrying = false
  }

  return floor
}
