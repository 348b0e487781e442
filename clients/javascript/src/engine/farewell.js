/** The last words: what is not acked once more, and close (section 13.7). */

import { numberAndText, Type } from '../wire/frames.js'
import { concat, randomBytes } from '../wire/bytes.js'
import { codeNumber } from '../wire/codes.js'
import { openLink } from './link.js'

const WAIT = 1000
/** Browsers bound what a beacon holds. */
const BEACON = 60000

/** @param {string} reason */
const closeFrame = (reason) => numberAndText(Type.close, codeNumber('closed-by-client'), reason)

/**
 * @param {import('./types.js').Engine} engine
 * @param {string} reason
 * @returns {Promise<void>} when the server has answered, or has had its time
 */
export const farewell = (engine, reason) => new Promise((resolve) => {
  const { link } = engine.active
  engine.timers.alarm(() => resolve()).set(WAIT)
  const ended = () => resolve()
  if (link?.duplex) {
    const { frames } = engine.outbox.take(link.cursor, Infinity, engine.timers.now())
    for (const frame of [...frames, ...engine.inbox.frames(), closeFrame(reason)]) link.write([frame])
    link.ended = ended
  } else {
    openLink(engine, { rung: engine.floor.rung, mode: 'send', path: 'close', frames: [...engine.upstream.load().frames, closeFrame(reason)], ended })
  }
})

/**
 * The same where nothing can be waited for.
 * @param {import('./types.js').Engine} engine
 */
export function beacon(engine) {
  const attach = engine.attach('send', randomBytes(8))
  // Whatever failed before: there is no later.
  engine.upstream.reset()
  const { frames, bytes } = engine.upstream.load(BEACON)
  engine.page.beacon(engine.urlOf('close'), concat([attach, ...bytes > BEACON ? [] : frames, closeFrame('')]))
}
