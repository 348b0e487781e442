/** The way up: what goes, when, and on what. One send at a time; over a WebSocket all that fits the window. */

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
 * @property {(ending: import('../transports/index.js').Ending) => boolean} answered it ended: whether by an answer of ours
 */

/** @param {import('./types.js').Engine} engine */
export function createUpstream(engine) {
  const { outbox, timers } = engine
  /** @type {{ bytes: Uint8Array, sent?: () => void }[]} */
  let controls = []
  let isScheduled = false
  /** Whether a request must go although it has nothing to say: one before it was lost. */
  let owes = false
  let failures = 0
  let budget = Infinity
  /** A message that was alone in a POST that got no answer: the next one goes without. @type {import('../flow/outbox.js').Entry | null} */
  let suspect = null
  const retry = timers.alarm(wake)
  /** An ack will be due, or the host will have written. */
  const later = timers.alarm(wake)

  function wake() {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(run)
  }

  function run() {
    isScheduled = false
    if (!engine.isRunning) return
    const { link } = engine.active
    const { due } = engine.inbox
    later.set(due > timers.now() ? due - timers.now() : Infinity)
    if (link?.duplex) writeSocket(link)
    else if (engine.canPost) post()
  }

  /** Acks, reports, and the control frames that wait. */
  function takeControls() {
    const taken = controls
    const frames = [...engine.inbox.frames(), ...engine.reports.take(), ...taken.map(({ bytes }) => bytes)]
    controls = []
    for (const { sent } of taken) sent?.()
    return frames
  }

  /** @param {import('./link.js').Link} link */
  function writeSocket(link) {
    const { first } = outbox
    const { inbox, limits } = engine
    if (first && first.refusedBySockets >= 2 && !engine.canPost) outbox.block(first)
    const isWary = !link.provenAt && first !== undefined && first.endedSockets >= 2
    for (let goesOn = true; goesOn;) {
      const isFull = link.backlog() > MOST_BACKLOG
      const batch = outbox.take(link.cursor, isFull || isWary ? 0 : SOCKET_MESSAGE, timers.now())
      goesOn = batch.count > 0
      link.cursor = batch.through
      engine.counter(link.rung).up += batch.count
      if (isFull) later.set(LOOK_AGAIN)
      if (!batch.frames.length && !controls.length && inbox.due > timers.now()) break
      const frames = [...takeControls(), ...batch.frames]
      inbox.told(inbox.handled, false)
      for (const message of pack(frames, Math.min(SOCKET_MESSAGE, limits.body))) link.write(message)
    }
    engine.active.look()
  }

  function post() {
    if (upstream.sending || retry.isSet || engine.floor.isCarrying) return
    const isStuck = outbox.next && stuck(outbox.next)
    const hasMessages = !isStuck && outbox.has(outbox.known)
    if ((hasMessages || controls.length || owes || engine.inbox.due <= timers.now()) && !engine.floor.nudge()) send()
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
   * @param {number} [most] bytes of messages
   * @returns {Load}
   */
  function load(most = Infinity) {
    const { next } = outbox
    budget = Math.min(budget, engine.limits.body - RESERVE)
    const batch = outbox.take(outbox.known, suspect || (next && stuck(next)) ? 0 : Math.min(most, budget), timers.now())
    const { count, bytes } = batch
    const ack = engine.inbox.handled
    const frames = [...takeControls(), ...batch.frames]
    owes = false
    engine.counter(engine.transport ?? engine.floor.rung).up += count
    return {
      frames, count, bytes,
      answered({ action, reason, number, status }) {
        const before = suspect
        suspect = null
        if (action === 'continue' || /^(superseded|stale|rotate)$/.test(reason)) {
          failures = 0
          engine.inbox.told(ack, true)
          if (count) budget *= 2
          else if (before && ++before.refusedByPost >= 2) engine.climb.look()
          return true
        }
        if (reason === 'position-ahead') outbox.doubt()
        // Where the request without messages failed as well, it is the network, not the message.
        if (count && !number && (!status || reason === 'not-ours')) {
          budget = bytes / 2
          if (count === 1 && outbox.next === next) suspect = next ?? null
        }
        return false
      }
    }
  }

  function send() {
    const what = load()
    const link = upstream.sending = openLink(engine, {
      rung: engine.transport ?? engine.floor.rung, mode: 'send', path: 'send', frames: what.frames,
      ended(ending) {
        upstream.sending = null
        if (!engine.isRunning) return
        if (what.answered(ending)) {
          if (!what.count) engine.rtt.add(timers.now() - link.startedAt)
          engine.change('state', 'open', 'answered')
          wake()
        } else if (!engine.settle(ending)) {
          owes = true
          retry.set(engine.backoff(failures++, ending.retryAfter))
        }
      }
    })
    link.within(engine.waits.send)
  }

  const upstream = {
    wake, load,
    /** @type {import('./link.js').Link | null} */
    sending: null,
    /** @param {Uint8Array} bytes @param {() => void} [sent] */
    control(bytes, sent) {
      controls.push({ bytes, sent })
      wake()
    },
    /** The next try is due now. */
    hurry() {
      retry.clear()
      wake()
    },
    /** Everything that waits belongs to a session that is gone, or sleeps. */
    reset() {
      upstream.sending?.close()
      retry.clear()
      later.clear()
      upstream.sending = suspect = null
      controls = []
      owes = false
      failures = 0
      budget = Infinity
    }
  }
  return upstream
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
    messages.at(-1)?.push(frame)
  }
  return messages
}
