/** The way up: what goes, when, and on what. One send at a time; over a WebSocket all that fits the window. */

import { backoff } from '../path/backoff.js'
import { timing } from '../path/timing.js'
import { openLink } from './link.js'

const SOCKET_MESSAGE = 16384
const MOST_BACKLOG = 1048576
const LOOK_AGAIN = 50
/** The attach, acks and fails beside the messages. */
const RESERVE = 4096

/**
 * @typedef {object} Load what one request takes along
 * @property {Uint8Array[]} frames
 * @property {number} count of messages
 * @property {number} bytes of messages
 * @property {number} ack
 * @property {(() => void)[]} sent
 * @property {import('../flow/outbox.js').Entry | null} single its message, where it is the only one
 */

/** @param {import('./types.js').Engine} engine */
export function createUpstream(engine) {
  const { outbox, timers } = engine
  /** @type {{ link: import('./link.js').Link, guard: import('../clock.js').Timer } | null} */
  let sending = null
  /** @type {import('../clock.js').Timer | null} */
  let retry = null
  /** @type {import('../clock.js').Timer | null} */
  let ackTimer = null
  /** @type {import('../clock.js').Timer | null} */
  let backlogTimer = null
  /** @type {{ bytes: Uint8Array, sent: () => void }[]} */
  let controls = []
  let isScheduled = false
  /** Whether a request must go although it has nothing to say: one before it was lost. */
  let owes = false
  let failures = 0
  let budget = Infinity
  /** A message that was alone in a POST that got no answer: the next one goes without. @type {import('../flow/outbox.js').Entry | null} */
  let suspect = null

  function wake() {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(run)
  }

  function run() {
    isScheduled = false
    if (!engine.isRunning || !engine.inbox) return
    const { link } = engine.active
    if (link?.duplex) writeSocket(link, engine.inbox)
    else if (engine.canPost) post(engine.inbox)
    awaitAck(engine.inbox)
  }

  /** @param {import('../flow/inbox.js').Inbox} inbox */
  function awaitAck(inbox) {
    ackTimer?.clear()
    ackTimer = inbox.due < Infinity && inbox.due > timers.now() ? timers.set(inbox.due - timers.now(), wake) : null
  }

  /** @param {import('./link.js').Link} link @param {import('../flow/inbox.js').Inbox} inbox */
  function writeSocket(link, inbox) {
    const first = outbox.first
    if (first && first.refusedBySockets >= 2 && !engine.canPost) outbox.block(first)
    const isWary = !link.isProven && first !== undefined && first.endedSockets >= 2
    /** @type {Uint8Array[]} */
    let frames = controls.map(({ bytes }) => bytes)
    const sent = controls.map((control) => control.sent)
    controls = []
    for (;;) {
      if (link.backlog() > MOST_BACKLOG) {
        backlogTimer?.clear()
        backlogTimer = timers.set(LOOK_AGAIN, wake)
        break
      }
      const batch = outbox.take(link.cursor, isWary ? 0 : SOCKET_MESSAGE, timers.now())
      link.cursor = batch.through
      frames.push(...batch.frames)
      engine.status.counter(link.rung).up += batch.count
      if (!batch.count && !frames.length && inbox.due > timers.now()) break
      frames.unshift(...inbox.frames())
      inbox.told(inbox.handled, false)
      for (const message of pack(frames, Math.min(SOCKET_MESSAGE, engine.grant?.limits.body ?? Infinity))) link.write(message)
      frames = []
      if (!batch.count) break
    }
    for (const call of sent) call()
    if (frames.length) link.write(frames)
    engine.active.look()
  }

  /** @param {import('../flow/inbox.js').Inbox} inbox */
  function post(inbox) {
    if (sending || retry || engine.floor.isCarrying) return
    const isStuck = outbox.next !== undefined && stuck(outbox.next)
    const hasMessages = !isStuck && outbox.has(outbox.known)
    if (!hasMessages && !controls.length && !owes && inbox.due > timers.now()) return
    if (engine.floor.nudge()) return
    send(load(), 'send')
  }

  /**
   * Whether the message may go by POST no more. Where no rung is left, its number goes on without it.
   * @param {import('../flow/outbox.js').Entry} entry
   */
  function stuck(entry) {
    if (entry.refusedByPost < 2) return false
    const mayTrySocket = entry.refusedBySockets < 2 && engine.climb.mayTry('websocket')
    if (!mayTrySocket) outbox.block(entry)
    return mayTrySocket
  }

  /**
   * What the next request takes along, a poll too.
   * @param {boolean} [withMessages]
   * @returns {Load}
   */
  function load(withMessages = true) {
    const next = outbox.next
    const mayCarry = withMessages && !suspect && !(next && stuck(next))
    const most = (engine.grant?.limits.body ?? 0) - RESERVE
    budget = Math.min(budget, most)
    const batch = mayCarry ? outbox.take(outbox.known, budget, timers.now()) : { frames: [], count: 0, bytes: 0 }
    const taken = controls
    controls = []
    owes = false
    engine.status.counter(engine.status.transport ?? engine.floor.rung).up += batch.count
    return {
      frames: [...(engine.inbox?.frames() ?? []), ...taken.map(({ bytes }) => bytes), ...batch.frames],
      ack: engine.inbox?.handled ?? 0,
      sent: taken.map((control) => control.sent),
      count: batch.count,
      bytes: batch.bytes,
      single: batch.count === 1 ? outbox.next ?? null : null
    }
  }

  /** @param {Load} what @param {string} path */
  function send(what, path) {
    const link = openLink(engine, {
      rung: engine.status.transport ?? engine.floor.rung, mode: 'send', path, frames: what.frames,
      events: { ended: (ending) => ended(ending) }
    })
    const guard = timers.set(timing(engine.rtt.value).send, () => {
      link.close()
      ended({ reason: 'no-answer', detail: 'A send was not answered in time.', number: 0, action: 'resume' })
    })
    sending = { link, guard }
    for (const call of what.sent) call()

    /** @param {import('../transports/index.js').Ending} ending */
    function ended(ending) {
      guard.clear()
      sending = null
      if (!engine.isRunning) return
      if (ending.action === 'continue' || ending.reason === 'stale') {
        if (!what.count) engine.rtt.add(timers.now() - link.startedAt)
        delivered(what)
        engine.status.setState('open', 'A send was answered.')
        wake()
      } else {
        lost(what, ending)
        if (!engine.settle(ending)) pause(ending)
      }
    }
  }

  /** @param {import('../transports/index.js').Ending} ending */
  function pause(ending) {
    owes = true
    retry = timers.set(backoff(failures++, engine.random(), ending.retryAfter), () => {
      retry = null
      wake()
    })
  }

  /** A request with this was answered. @param {Load} what */
  function delivered(what) {
    failures = 0
    engine.inbox?.told(what.ack, true)
    if (what.count) budget *= 2
    if (suspect && !what.count) {
      suspect.refusedByPost++
      if (suspect.refusedByPost >= 2) engine.climb.look()
    }
    suspect = null
  }

  /** A request with this was not answered, or not by us. @param {Load} what @param {import('../transports/index.js').Ending} ending */
  function lost(what, ending) {
    if (ending.reason === 'position-ahead') outbox.doubt()
    const isOurs = ending.number > 0 || (ending.status !== undefined && ending.reason !== 'not-ours')
    // The request without messages failed as well: it is the network, not the message.
    suspect = null
    if (!what.count || isOurs) return
    budget = what.bytes / 2
    if (what.single && outbox.next === what.single) suspect = what.single
  }

  return {
    wake,
    load,
    delivered,
    lost,
    get isBusy() { return sending !== null },
    /** @param {Uint8Array} bytes @param {() => void} [sent] */
    control(bytes, sent = () => {}) {
      controls.push({ bytes, sent })
      wake()
    },
    /** The next try is due now. */
    hurry() {
      retry?.clear()
      retry = null
      wake()
    },
    /** Everything that waits belongs to a session that is gone, or sleeps. */
    reset() {
      sending?.link.close()
      for (const timer of [sending?.guard, retry, ackTimer, backlogTimer]) timer?.clear()
      sending = retry = ackTimer = backlogTimer = suspect = null
      controls = []
      owes = false
      failures = 0
      budget = Infinity
    }
  }
}

/**
 * Frames in WebSocket messages of at most 16 KiB, or of one larger frame.
 * @param {Uint8Array[]} frames
 * @param {number} most
 */
export function pack(frames, most) {
  /** @type {Uint8Array[][]} */
  const messages = []
  let size = Infinity
  for (const frame of frames) {
    size += frame.length
    if (size > most) {
      messages.push([])
      size = frame.length
    }
    messages[messages.length - 1]?.push(frame)
  }
  return messages
}
