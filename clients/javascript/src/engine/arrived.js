/** Asks the server how a failed WebSocket handshake arrived: a browser sees only that it failed (section 7.7). */

import { attempt, encodeText } from '../wire/bytes.js'
import { exchange } from './exchange.js'

const WAIT = 5000
const MOST = 8

/** @param {import('./types.js').Engine} engine */
export function createArrived(engine) {
  /** @type {{ token: string, attempt: import('./status.js').Attempt }[]} */
  let waiting = []
  let isAsking = false
  // Behind what the same turn sends.
  const soon = engine.timers.alarm(look)

  async function look() {
    const one = !isAsking && engine.isRunning && !engine.upstream.sending && !engine.floor.isCarrying && waiting.shift()
    if (!one) return
    isAsking = true
    const { text = '' } = await exchange(engine, 'arrived', encodeText(one.token), WAIT)
    isAsking = false
    const record = attempt(() => JSON.parse(text))
    // An older server has none, or nothing answers.
    if (!engine.isOver && typeof record?.arrived === 'boolean') engine.recorded(one.attempt, record)
    look()
  }

  return {
    /** @param {string} token @param {import('./status.js').Attempt} attempt */
    ask(token, attempt) {
      waiting = [...waiting, { token, attempt }].slice(-MOST)
      soon.set(0)
    },
    stop() {
      waiting = []
      soon.clear()
    }
  }
}
