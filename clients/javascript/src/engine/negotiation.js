/** Negotiate: one frozen body per key, until it is answered (section 13.2); and renew. */

import { backoff } from '../path/backoff.js'
import { doubted, floorOf, ladder } from '../path/ladder.js'
import { KEY_LIFE, NEGOTIATE_WAIT, YOUNG } from '../path/timing.js'
import { describe, failed, refused } from '../transports/ending.js'
import { NoAnswer, post, readText } from '../transports/response.js'
import { decodeText, randomBytes, toBase64, toToken } from '../wire/bytes.js'
import { codeNumber } from '../wire/codes.js'
import { Type } from '../wire/frames.js'
import { isRenewed, negotiateBody, readGrant, renewBody } from '../wire/negotiate.js'
import { foreignOrigin, isOriginRefused } from './origin.js'

/** What a server takes that has not told its limits yet. */
const MOST_OPENING = 65536
/** A proxy that refuses a few POSTs by a page of its own looks the same at first. */
const SURE = 5
const ORIGIN_WAIT = 5000

/** @typedef {import('../transports/index.js').Ending} Ending */

/** @param {import('./types.js').Engine} engine */
export function createNegotiation(engine) {
  const { timers, status, outbox, options } = engine
  /** @type {{ body: Uint8Array<ArrayBuffer>, count: number, at: number } | null} */
  let frozen = null
  /** @type {AbortController | null} */
  let abort = null
  /** @type {import('../clock.js').Timer | null} */
  let timer = null
  let failures = 0
  /** How many in a row the host could not send, or not show the answer of. */
  let unanswered = 0
  let isExpired = false
  let mayCarry = true
  let openedAt = -Infinity
  /** @type {Ending | null} */
  let last = null
  /** What the timer calls. @type {() => Promise<void>} */
  let due = attempt
  /** Answers to what is paused or stopped are nobody's. */
  let turn = 0

  function freeze() {
    if (frozen && timers.now() - frozen.at < KEY_LIFE) return frozen
    if (frozen) {
      // Nobody knows whether these arrived, and one of them may be why nothing does.
      if (frozen.count) mayCarry = false
      outbox.lose()
    }
    const first = mayCarry ? outbox.opening(MOST_OPENING) : []
    outbox.wrote(first.length)
    const body = negotiateBody({
      key: toToken(randomBytes(16)),
      transports: engine.able,
      failed: engine.verdicts.list(engine.able),
      messages: first.map(({ type, payload }) => type === Type.text
        ? { text: decodeText(payload ?? new Uint8Array(0)) ?? '' } : { binary: toBase64(payload ?? new Uint8Array(0)) })
    })
    frozen = { body, count: first.length, at: timers.now() }
    status.counter('negotiate').up += first.length
    return frozen
  }

  /** @returns {Promise<Record<string, string> | undefined>} */
  async function credentials() {
    const { token } = options
    const given = typeof token === 'function' ? await token(isExpired ? { expired: true } : {}) : token
    return given === undefined || given === null ? undefined : { Authorization: `Bearer ${given}` }
  }

  /**
   * @template T
   * @param {Uint8Array<ArrayBuffer>} body
   * @param {(answer: unknown) => T | null} read
   * @returns {Promise<{ answer: T } | { ending: Ending }>}
   */
  async function exchange(body, read) {
    const own = abort = new AbortController()
    const guard = timers.set(NEGOTIATE_WAIT, () => own.abort())
    const run = async () => {
      const response = await post(engine.host, engine.urlOf('negotiate'), body, own.signal, await credentials())
      const text = await readText(response, response.status === 200 ? Infinity : undefined)
      if (response.status !== 200) return { ending: refused(response, text) }
      const found = read(parse(text))
      return found !== null ? { answer: found } : { ending: { ...failed('not-ours', 'The answer is HTTP 200, but not of this protocol: a portal, or another server.'), status: 200 } }
    }
    try {
      // A token may never come.
      const result = await Promise.race([run(), aborted(own.signal)])
      unanswered = 0
      return result
    } catch (error) {
      unanswered = error instanceof NoAnswer ? unanswered + 1 : 0
      return { ending: failed('no-answer', describe(error)) }
    } finally {
      guard.clear()
    }
  }

  async function attempt() {
    const { body, count } = freeze()
    const startedAt = timers.now()
    const own = ++turn
    const result = await exchange(body, readGrant)
    if (own !== turn) return
    if ('answer' in result) {
      if (!count) engine.rtt.add(timers.now() - startedAt)
      return onGrant(result.answer, startedAt)
    }
    onFailed(result.ending, startedAt)
  }

  /** @param {import('../wire/negotiate.js').Grant} grant @param {number} startedAt */
  function onGrant(grant, startedAt) {
    const rungs = ladder(engine.able, grant.transports)
    if (!rungs.length) return onFailed(failed('not-ours', 'The answer offers no transport that was asked for.'), startedAt)
    frozen = null
    failures = 0
    isExpired = false
    mayCarry = true
    openedAt = timers.now()
    status.tried('negotiate', 'negotiate', startedAt, 'ok')
    if (engine.isOver) return
    for (const { name, why } of doubted(grant.transports, floorOf(rungs, null, () => false))) {
      if (!engine.verdicts.of(name)) engine.verdicts.add(name, why)
    }
    engine.begin(grant, rungs)
  }

  /** @param {Ending} ending @param {number} startedAt */
  function onFailed(ending, startedAt) {
    last = ending
    status.tried('negotiate', 'negotiate', startedAt, 'failed', ending.reason, ending.detail)
    if (engine.isOver) return
    const { status: http = 0 } = ending
    if ((http === 401 || http === 403) && typeof options.token === 'function' && !isExpired) {
      isExpired = true
      return void attempt()
    }
    if (frozen?.count && (http === 413 || http === 400) && ending.reason !== 'not-ours') {
      // Refused as a whole, so none of it was taken; the limits come with an answer that has none.
      mayCarry = false
      frozen = null
      outbox.unwrite()
      return void attempt()
    }
    const code = engine.hasOpened ? (ending.number && ending.action === 'stop' ? ending.reason : null) : finality(ending, http)
    if (code) return engine.finish({ code, number: ending.number, reason: ending.detail })
    if (http === 401 || http === 403) isExpired = false
    const wait = backoff(failures++, engine.random(), ending.retryAfter)
    const origin = foreignOrigin(engine)
    if (origin && unanswered >= SURE && !engine.hasOpened) void askOrigin(origin, wait)
    else again(wait)
  }

  /** @param {string} origin @param {number} wait */
  async function askOrigin(origin, wait) {
    const asked = turn
    const own = abort = new AbortController()
    const guard = timers.set(ORIGIN_WAIT, () => own.abort())
    const isRefused = await isOriginRefused(engine, own.signal)
    guard.clear()
    if (asked !== turn || engine.isOver) return
    own.abort()
    if (!isRefused) return again(wait)
    engine.finish({ code: 'origin-refused', number: codeNumber('origin-refused'), reason: `The server answers, but does not let ${origin}, the origin of this page, in. Add it to AllowedOrigins, or to the CORS policy of the endpoint.` })
  }

  /** @param {number} ms @param {() => Promise<void>} [call] */
  function again(ms, call = attempt) {
    timer?.clear()
    due = call
    timer = timers.set(ms, () => {
      timer = null
      void call()
    })
  }

  /** The credentials of the session expired. */
  async function renew() {
    const { grant } = engine
    if (!grant) return
    isExpired = true
    const startedAt = timers.now()
    const own = ++turn
    const result = await exchange(renewBody(grant.id, grant.secret), (answer) => isRenewed(answer) || null)
    if (own !== turn || engine.isOver) return
    if ('answer' in result) {
      failures = 0
      status.tried('negotiate', 'negotiate', startedAt, 'ok')
      return engine.renewed()
    }
    const { ending } = result
    status.tried('negotiate', 'negotiate', startedAt, 'failed', ending.reason, ending.detail)
    if (engine.settle(ending) || engine.isOver) return
    status.setState('reconnecting', ending.detail)
    again(backoff(failures++, engine.random(), ending.retryAfter), renew)
  }

  return {
    get last() { return last },
    /** Opens a session; not at once where sessions are lost one after another. @param {number} [retryAfter] */
    open(retryAfter = 0) {
      const isFast = timers.now() - openedAt < YOUNG
      if (isFast || retryAfter) again(backoff(isFast ? failures++ : 0, engine.random(), retryAfter))
      else void attempt()
    },
    /** The next try is due now. */
    hurry() {
      if (timer) again(0, due)
    },
    renew,
    /** What is on its way is let go; its body stays. */
    pause() {
      turn++
      abort?.abort()
      timer?.clear()
      timer = null
    },
    stop() {
      this.pause()
      frozen = null
    }
  }
}

/**
 * Whether a first negotiate was refused for good, and as what (section 13.8).
 * @param {Ending} ending
 * @param {number} http
 * @returns {string | null}
 */
export function finality({ reason }, http) {
  const isOurs = reason !== 'not-ours' && reason !== 'no-answer'
  if (http === 407) return 'proxy-authentication-required'
  if (http === 408 || http === 429 || http >= 500 || http === 0) return null
  if (isOurs) return http === 401 && reason !== 'credentials-expired' ? 'unauthorized' : reason
  if (http === 401 || http === 403) return 'unauthorized'
  if (http === 404 || http === 405 || http === 410) return 'not-found'
  return http < 400 ? 'not-multitransport' : null
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
const aborted = (signal) => new Promise((_, reject) => {
  signal.addEventListener('abort', () => reject(new Error('There was no answer in time')), { once: true })
})

/** @param {string} text */
function parse(text) {
  try {
    return /** @type {unknown} */ (JSON.parse(text))
  } catch {
    return null
  }
}
