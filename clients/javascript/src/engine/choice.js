/** `use`: the one transport that the application wants, and its promise. */

import { SessionError } from '../error.js'
import { isPoll } from '../path/ladder.js'

/** @param {import('./types.js').Engine} engine */
export function createChoice(engine) {
  /** @type {string | null} */
  let wanted = null
  /** @type {(error?: Error) => void} */
  let settle = () => {}

  /** @param {Error} [error] */
  function end(error) {
    wanted = null
    settle(error)
  }

  /** @param {string} code @param {string} detail @param {number} [number] */
  const refuse = (code, detail, number) => end(new SessionError(code, `${wanted} is not active: ${detail}`, number))

  function look() {
    if (wanted && engine.grant && !engine.rungs.includes(wanted)) refuse('not-offered', `the server offers ${engine.rungs.join(', ')}.`)
  }

  return {
    look, end,
    /** A rung is active, or failed. @param {string | null} rung @param {import('../transports/index.js').Ending} [ending] */
    settled(rung, ending) {
      if (!rung || wanted !== rung) return
      if (ending) refuse(ending.reason, ending.detail || ending.reason, ending.number)
      else end()
    },
    /** @param {string | null} rung @returns {Promise<void>} */
    async use(rung) {
      refuse('overtaken', 'overtaken by use()')
      if (engine.isOver) throw engine.refusal()
      engine.pinned = rung
      if (!rung) return engine.climb.look()
      /** @type {Promise<void>} */
      const active = new Promise((resolve, reject) => { settle = (error) => error ? reject(error) : resolve() })
      wanted = rung
      look()
      if (engine.transport === rung) end()
      if (wanted) {
        engine.verdicts.forget(rung)
        engine.climb.renew('use()', rung)
        if (isPoll(rung) && engine.isRunning) {
          engine.active.release()
          engine.floor.take('asked for', true)
          engine.floor.hurry()
        }
      }
      return active
    }
  }
}
