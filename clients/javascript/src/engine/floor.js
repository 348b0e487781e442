/** The floor: taken without proof, one poll after another. A floor that is no poll is taken as a held connection. */

import { backoff } from '../path/backoff.js'
import { floorOf, isPoll } from '../path/ladder.js'
import { timing } from '../path/timing.js'
import { failed } from '../transports/ending.js'
import { openLink } from './link.js'

const QUICK = 3
const PAUSE = 1000
const HIDDEN_FIRST = 5000
const HIDDEN_MOST = 30000
/** A send starts the next try, but not more often. */
const SEND_STARTS_TRY_AFTER = 1000

/** Several signs of one return come together. */
const JUST_NOW = 100

/** @param {import('./types.js').Engine} engine */
export function createFloor(engine) {
  const { timers, status } = engine
  let isOn = false
  /** @type {{ link: import('./link.js').Link, guard: import('../clock.js').Timer, load: import('./upstream.js').Load } | null} */
  let poll = null
  /** @type {import('../clock.js').Timer | null} */
  let timer = null
  let isBackingOff = false
  /** Until a first answer shows that there is a floor, a poll is not held. */
  let isSure = true
  let failures = 0
  let hasStumbled = false
  let quick = 0
  let hiddenWait = HIDDEN_FIRST
  let lastTry = -Infinity
  let cutHolds = 0

  const rung = () => floorOf(engine.rungs, engine.pinned, (name) => engine.verdicts.of(name) !== null)

  /** @param {number} ms */
  function later(ms) {
    timer?.clear()
    timer = timers.set(ms, (late) => {
      timer = null
      if (late) quick = 0
      go()
    })
  }

  function go() {
    if (!isOn || poll || timer || !engine.isRunning || engine.climb.isPromoting || engine.active.isTaking) return
    isBackingOff = false
    lastTry = timers.now()
    const name = rung()
    if (isPoll(name)) startPoll(name)
    else engine.active.take(name, (ending) => onFailed(name, ending, 0, 0))
  }

  /** @param {string} name */
  function startPoll(name) {
    const isHeld = name === 'longpoll' && isSure && !engine.page.isHidden
    const hold = isHeld ? engine.hold.value : 0
    status.setTransport(status.state === 'reconnecting' ? status.transport : name, 'the floor')
    if (poll || !isOn || !engine.isRunning) return
    const load = engine.upstream.load(!engine.upstream.isBusy)
    const link = openLink(engine, {
      rung: name, mode: 'take', hold, frames: load.frames,
      events: { ended: (ending) => ended(link, name, hold, ending) }
    })
    const { send, poll: beyond } = timing(engine.rtt.value)
    const guard = timers.set(load.count ? send : hold + beyond, (late) => {
      link.close()
      ended(link, name, hold, failed('no-answer', late ? 'The machine slept.' : 'The poll was not answered in time.'))
    })
    poll = { link, guard, load }
    for (const call of load.sent) call()
  }

  /** @param {import('./link.js').Link} link @param {string} name @param {number} hold @param {import('../transports/ending.js').Ending} ending */
  function ended(link, name, hold, ending) {
    if (poll?.link !== link) return
    const { load } = poll
    // What brings messages is not held.
    const held = load.count ? 0 : hold
    const took = timers.now() - link.startedAt
    poll.guard.clear()
    poll = null
    if (!engine.isRunning) return
    if (ending.action === 'continue' || ending.reason === 'superseded' || ending.reason === 'stale' || ending.reason === 'rotate') {
      engine.upstream.delivered(load)
      onAnswered(name, held, took, link.hasNews || load.count > 0)
      return
    }
    engine.upstream.lost(load, ending)
    status.tried(name, 'take', link.startedAt, 'failed', ending.reason, ending.detail)
    if (engine.isRunning && !engine.settle(ending)) onFailed(name, ending, took, held)
  }

  /** @param {string} name @param {number} hold @param {number} took @param {boolean} hasNews */
  function onAnswered(name, hold, took, hasNews) {
    const first = !isSure
    isSure = true
    if (hasNews || took > PAUSE) {
      failures = 0
      hasStumbled = false
    }
    if (hold && took >= hold) engine.hold.full()
    if (hold) cutHolds = 0
    quick = hold && !hasNews && took < hold / 2 ? quick + 1 : 0
    if (!isOn) return engine.upstream.wake()
    status.setState('open', 'The floor answered.')
    status.setTransport(name, 'the floor')
    if (first) {
      status.tried(name, 'take', lastTry, 'ok')
      engine.climb.look()
    }
    if (hasNews || !engine.page.isHidden) hiddenWait = HIDDEN_FIRST
    if (engine.page.isHidden) {
      later(hiddenWait)
      hiddenWait = Math.min(2 * hiddenWait, HIDDEN_MOST)
    } else if (name === 'shortpoll') later(engine.options.pollInterval)
    else if (quick >= QUICK) {
      quick = 0
      later(PAUSE)
    } else go()
    engine.upstream.wake()
  }

  /** @param {string} name @param {import('../transports/ending.js').Ending} ending @param {number} took @param {number} hold */
  function onFailed(name, ending, took, hold) {
    if (hold && !ending.number) {
      engine.hold.cut(took)
      // A floor that answers, but not to held polls, is a short one.
      if (++cutHolds >= 3 && engine.rungs.includes('shortpoll')) {
        cutHolds = 0
        engine.verdicts.add(name, ending.reason)
      }
    }
    if (!isOn || !engine.isRunning) return
    const worked = isSure && isPoll(name)
    isSure = false
    if (!worked) {
      status.setState('reconnecting', ending.detail || ending.reason)
      status.setTransport(null, ending.reason)
    }
    isBackingOff = true
    // The first try after what worked is immediate, but not every time where it works only in between.
    const isFirst = worked && !hasStumbled
    hasStumbled = true
    later(isFirst ? ending.retryAfter ?? 0 : backoff(failures++, engine.random(), ending.retryAfter))
    engine.climb.look()
  }

  return {
    get rung() { return rung() },
    get isOn() { return isOn },
    /** Whether it answers, as far as anyone knows. */
    get isSure() { return isSure },
    /** Whether a poll is on its way that brings messages. */
    get isCarrying() { return poll !== null && poll.load.count > 0 },
    go,
    /** @param {string} why @param {boolean} [isKnown] whether an exchange has just worked */
    take(why, isKnown = false) {
      if (!engine.isRunning) return
      isOn = true
      isSure = isKnown
      hiddenWait = HIDDEN_FIRST
      if (status.state === 'open') status.setTransport(rung(), why)
      timer?.clear()
      timer = null
      go()
    },
    /** A better rung carries the session; the last poll may end by itself. */
    leave() {
      isOn = false
      isBackingOff = false
      timer?.clear()
      timer = null
      failures = 0
      hasStumbled = false
    },
    /**
     * Something is to go up. Whether a poll takes it along, now or after a back-off.
     * @returns {boolean}
     */
    nudge() {
      if (!isOn || poll || engine.climb.isPromoting || !isPoll(rung())) return false
      if (isBackingOff && timers.now() - lastTry < SEND_STARTS_TRY_AFTER) return true
      timer?.clear()
      timer = null
      go()
      return true
    },
    /** The next try is due now; a poll that is out says nothing any more. */
    hurry() {
      if (!isOn || (poll && timers.now() - lastTry < JUST_NOW)) return
      poll?.guard.clear()
      poll?.link.close()
      poll = null
      timer?.clear()
      timer = null
      isSure = false
      go()
    },
    drop() {
      isOn = false
      poll?.guard.clear()
      poll?.link.close()
      poll = null
      timer?.clear()
      timer = null
      failures = 0
    }
  }
}
