/** `use`: the one transport that the application wants, and its promise. */

import { SessionError } from '../error.js'
import { isPoll } from '../path/ladder.js'

/** @param {import('./types.js').Engine} engine */
export function createChoice(engine) {
  /** @type {{ rung: string, resolve: () => void, reject: (error: Error) => void } | null} */
  let wanted = null

  /** @param {Error | null} error */
  function end(error) {
    const waiting = wanted
    wanted = null
    if (error) waiting?.reject(error)
    else waiting?.resolve()
  }

  /** @param {string} code @param {string} detail @param {number} [number] */
  const refuse = (code, detail, number) => end(new SessionError(code, `${wanted?.rung} is not active: ${detail}`, number))

  function look() {
    if (wanted && engine.grant && !engine.rungs.includes(wanted.rung)) refuse('not-offered', `the server offers ${engine.rungs.join(', ')}.`)
  }

  return {
    look, end,
    /** A rung is active, or failed. @param {string} rung @param {import('../transports/index.js').Ending | null} ending */
    settled(rung, ending) {
      if (wanted?.rung !== rung) return
      if (ending) refuse(ending.reason, ending.detail || ending.reason, ending.number)
      else end(null)
    },
    /** @param {string | null} rung @returns {Promise<void>} */
    use(rung) {
      refuse('overtaken', 'another transport was asked for.')
      if (engine.isOver) return Promise.reject(engine.refusal())
      engine.pinned = rung
      if (rung === null) {
        engine.climb.keep(() => true)
        return Promise.resolve()
      }
      /** @type {Promise<void>} */
      const active = new Promise((resolve, reject) => { wanted = { rung, resolve, reject } })
      look()
      if (engine.status.transport === rung) end(null)
      if (!wanted) return active
      engine.verdicts.forget(rung)
      engine.climb.keep((other) => other === rung)
      if (isPoll(rung) && engine.isRunning) {
        engine.active.release()
        engine.floor.take('asked for', true)
        engine.floor.hurry()
      }
      return active
    }
  }
}
