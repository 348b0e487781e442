/** Negotiate: one frozen body per key, until it is answered (section 13.2); and renew. */

import { doubted, floorOf, ladder } from '../path/ladder.js'
import { KEY_LIFE, NEGOTIATE_WAIT, YOUNG } from '../path/timing.js'
import { foreign } from '../transports/ending.js'
import { attempt as parsed, randomBytes, toToken } from '../wire/bytes.js'
import { codeNumber } from '../wire/codes.js'
import { isRenewed, negotiateBody, readGrant, renewBody } from '../wire/negotiate.js'
import { exchange } from './exchange.js'

/** What a server takes that has not told its limits yet. */
const MOST_OPENING = 65536
/** A proxy that refuses a few POSTs by a page of its own looks the same at first. */
const SURE = 5
const ORIGIN_WAIT = 5000

/** @typedef {import('../transports/index.js').Ending} Ending */

/** @param {import('./types.js').Engine} engine */
export function createNegotiation(engine) {
  const { timers, outbox, options } = engine
  /** @type {{ body: Uint8Array<ArrayBuffer>, count: number, at: number } | null} */
  let frozen = null
  let failures = 0
  /** How many in a row the host could not send, or not show the answer of. */
  let unanswered = 0
  let isExpired = false
  let mayCarry = true
  let openedAt = -Infinity
  /** Answers to what is paused or stopped are nobody's. */
  let turn = 0
  const again = timers.alarm(() => void attempt())

  function freeze() {
    if (frozen && timers.now() - frozen.at < KEY_LIFE) return frozen
    if (frozen) {
      // Nobody knows whether these arrived, and one of them may be why nothing does.
      if (frozen.count) mayCarry = false
      outbox.lose()
    }
    const first = outbox.opening(mayCarry ? MOST_OPENING : 0)
    const count = first.length
    outbox.written = Math.max(outbox.written, count)
    const body = negotiateBody({
      key: toToken(randomBytes(16)),
      transports: engine.able,
      failed: engine.verdicts.list(engine.able),
      messages: first
    })
    engine.counter('negotiate').up += count
    return frozen = { body, count, at: timers.now() }
  }

  /** @returns {Promise<Record<string, string> | undefined>} */
  async function credentials() {
    const { token } = options
    const given = typeof token === 'function' ? await token(isExpired ? { expired: true } : {}) : token
    return given ? { Authorization: `Bearer ${given}` } : undefined
  }

  /** @param {string} path @param {Uint8Array<ArrayBuffer>} [body] */
  const ask = (path, body) => exchange(engine, path, body, body ? NEGOTIATE_WAIT : ORIGIN_WAIT, body && credentials)

  /** A session that is there is renewed. */
  async function attempt() {
    const { grant } = engine
    const { body, count } = grant ? { body: renewBody(grant.id, grant.secret), count: 0 } : freeze()
    const startedAt = timers.now()
    const what = /** @type {import('./status.js').Try} */ ({ rung: 'negotiate', mode: 'negotiate', startedAt })
    const own = ++turn
    if (grant) isExpired = true
    const { text, ending, isMute } = await ask('negotiate', body)
    if (own !== turn) return
    unanswered = isMute ? unanswered + 1 : 0
    if (ending) return onFailed(ending, what)
    const answer = parsed(() => JSON.parse(`${text}`))
    const found = grant ? isRenewed(answer) && grant : readGrant(answer)
    const rungs = found ? ladder(engine.able, found.transports) : []
    if (!found || !rungs.length) return onFailed({ ...foreign('HTTP 200'), status: found ? 0 : 200 }, what)
    if (!count) engine.rtt.add(timers.now() - startedAt)
    frozen = null
    failures = 0
    isExpired = false
    mayCarry = true
    engine.tried(what, 'ok')
    if (engine.isOver) return
    if (grant) return engine.renewed()
    openedAt = timers.now()
    for (const { name, why } of doubted(found.transports, floorOf(rungs, null, () => false))) {
      if (!engine.verdicts.of(name)) engine.verdicts.add(name, why)
    }
    engine.begin(found, rungs)
  }

  /** @param {Ending} ending @param {import('./status.js').Try} what */
  async function onFailed(ending, what) {
    const { number, reason, detail, action, retryAfter, status = 0 } = ending
    negotiation.last = detail
    engine.tried(what, 'failed', reason, detail)
    if (engine.isOver) return
    const isUnauthorized = status === 401 || status === 403
    if (isUnauthorized && typeof options.token === 'function' && !isExpired) {
      isExpired = true
      return void attempt()
    }
    if (isUnauthorized) isExpired = false
    if (frozen?.count && (status === 413 || status === 400) && reason !== 'not-ours') {
      // Refused as a whole, so none of it was taken; the limits come with an answer that has none.
      mayCarry = false
      frozen = null
      if (!outbox.known) outbox.written = 0
      return void attempt()
    }
    if (engine.grant) {
      if (engine.settle(ending)) return
      engine.change('state', 'reconnecting', detail)
    }
    const code = engine.hasOpened ? number && action === 'stop' && reason : finality(ending, status)
    if (code) return engine.finish({ code, number, reason: detail })
    const wait = engine.backoff(failures++, retryAfter)
    // A page of another origin sees of a refusal only that the request failed; the client's script it may read from anywhere.
    const origin = options.host.location?.origin ?? options.url.origin
    if (unanswered >= SURE && !engine.hasOpened && origin !== options.url.origin) {
      const asked = turn
      const { type } = await ask('client.js')
      if (asked !== turn || engine.isOver) return
      if (/javascript/.test(type ?? '')) {
        return engine.finish({ code: 'origin-refused', number: codeNumber('origin-refused'), reason: `The server does not let ${origin} in: add it to AllowedOrigins, or to the CORS policy` })
      }
    }
    again.set(wait)
  }

  const negotiation = {
    /** What the last failure said. */
    last: 'Nothing answered.',
    attempt,
    /** Opens a session; not at once where sessions are lost one after another. @param {number} [retryAfter] */
    open(retryAfter = 0) {
      const isFast = timers.now() - openedAt < YOUNG
      if (isFast || retryAfter) again.set(engine.backoff(isFast ? failures++ : 0, retryAfter))
      else void attempt()
    },
    /** The next try is due now. */
    hurry() {
      if (again.isSet) again.set(0)
    },
    /** What is on its way is let go; its body stays. */
    pause() {
      turn++
      again.clear()
    },
    stop() {
      negotiation.pause()
      frozen = null
    }
  }
  return negotiation
}

/**
 * Whether a first negotiate was refused for good, and as what (section 13.8).
 * @param {Ending} ending
 * @param {number} http
 * @returns {string | null}
 */
export function finality({ reason }, http) {
  const isOurs = reason !== 'not-ours'
  if (http === 407) return 'proxy-authentication-required'
  if (!http || http === 408 || http === 429 || http >= 500) return null
  if (isOurs && http !== 401 || reason === 'credentials-expired') return reason
  if (http === 401 || http === 403) return 'unauthorized'
  if (http === 404 || http === 405 || http === 410) return 'not-found'
  return http < 400 ? 'not-multitransport' : null
}
