/** The last words: what is not acked once more, and close (section 13.7). */

import { numberAndText, Type } from '../wire/frames.js'
import { attachFrame } from '../wire/attach.js'
import { concat, randomBytes } from '../wire/bytes.js'
import { codeNumber } from '../wire/codes.js'
import { openLink } from './link.js'

const WAIT = 1000
/** Browsers bound what a beacon holds. */
const BEACON = 60000
const RESERVE = 4096

/** @param {string} reason */
const closeFrame = (reason) => numberAndText(Type.close, codeNumber('closed-by-client'), reason)

/**
 * @param {import('./types.js').Engine} engine
 * @param {string} reason
 * @returns {Promise<void>} when the server has answered, or has had its time
 */
export function farewell(engine, reason) {
  const { outbox, grant, active, timers } = engine
  if (!grant) return Promise.resolve()
  return new Promise((resolve) => {
    const guard = timers.set(WAIT, () => resolve())
    const done = () => {
      guard.clear()
      resolve()
    }
    const { link } = active
    if (link?.duplex) {
      const batch = outbox.take(link.cursor, Infinity, timers.now())
      for (const frame of batch.frames) link.write([frame])
      link.write([...engine.inbox?.frames() ?? [], closeFrame(reason)])
      engine.onceEnded = done
    } else {
      const batch = outbox.take(outbox.known, grant.limits.body - RESERVE, timers.now())
      openLink(engine, {
        rung: engine.floor.rung, mode: 'send', path: 'close',
        frames: [...engine.inbox?.frames() ?? [], ...batch.frames, closeFrame(reason)],
        events: { ended: done }
      })
    }
  })
}

/**
 * The same where nothing can be waited for.
 * @param {import('./types.js').Engine} engine
 * @param {string} reason
 */
export function beacon(engine, reason) {
  const { grant, inbox, outbox } = engine
  if (!grant || !inbox) return
  const batch = outbox.take(outbox.known, BEACON, engine.timers.now())
  const attach = attachFrame({
    mode: 'send', nonce: randomBytes(8), hold: 0, id: grant.idBytes, secret: grant.secretBytes,
    attempt: ++engine.attempt, received: inbox.received, upstream: outbox.known, acked: outbox.acked
  })
  engine.page.beacon(engine.urlOf('close'), concat([attach, ...inbox.frames(), ...(batch.bytes > BEACON ? [] : batch.frames), closeFrame(reason)]))
}
