/** Asks the server how a failed WebSocket handshake arrived: a browser sees only that it failed (section 7.7). */

import { post, readText } from '../transports/response.js'
import { encodeText } from '../wire/bytes.js'

const WAIT = 5000
const MOST = 8

/** @param {import('./types.js').Engine} engine */
export function createArrived(engine) {
  /** @type {{ token: string, attempt: import('./status.js').Attempt }[]} */
  let waiting = []
  /** @type {AbortController | null} */
  let asking = null

  async function look() {
    const one = !asking && engine.isRunning && !engine.upstream.isBusy && !engine.floor.isCarrying && waiting.shift()
    if (!one) return
    const own = asking = new AbortController()
    const guard = engine.timers.set(WAIT, () => own.abort())
    try {
      const response = await post(engine.host, engine.urlOf('arrived'), encodeText(one.token), own.signal)
      const record = response.status === 200 ? JSON.parse(await readText(response)) : null
      if (!engine.isOver && typeof record?.arrived === 'boolean') engine.status.recorded(one.attempt, record)
      else own.abort()
    } catch {
      // No record: an older server, or nothing that answers.
    }
    guard.clear()
    if (asking === own) asking = null
    void look()
  }

  return {
    /** @param {string} token @param {import('./status.js').Attempt} attempt */
    ask(token, attempt) {
      waiting.push({ token, attempt })
      if (waiting.length > MOST) waiting.shift()
      // Behind what the same turn sends.
      engine.timers.set(0, () => void look())
    },
    look: () => void look(),
    stop() {
      waiting = []
      asking?.abort()
    }
  }
}
