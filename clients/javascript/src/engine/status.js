/** What the application sees of the path: state, transport, attempts, counters. Each changes in one function. */

/** @typedef {'connecting' | 'open' | 'reconnecting' | 'closed'} State */

/**
 * @typedef {object} Attempt
 * @property {string} transport or `negotiate`
 * @property {'take' | 'probe' | 'negotiate'} mode
 * @property {number} at wall clock
 * @property {number} took milliseconds
 * @property {'ok' | 'failed' | 'overtaken'} verdict
 * @property {string | null} reason
 * @property {string} detail
 * @property {object | null} arrived the server's record of a WebSocket handshake
 */

/** @typedef {{ up: number, down: number, taken: number }} Counter */

const MOST_ATTEMPTS = 50

/**
 * @param {(type: import('../events.js').EventName, detail: object) => void} emit
 * @param {{ now(): number, wall(): number }} clock
 */
export function createStatus(emit, clock) {
  /** @type {State} */
  let state = 'connecting'
  /** @type {string | null} */
  let transport = null
  /** @type {Attempt[]} */
  const attempts = []
  /** @type {Record<string, Counter>} */
  const counters = {}

  /** @param {string} name */
  const counter = (name) => (counters[name] ??= { up: 0, down: 0, taken: 0 })

  return {
    get state() { return state },
    get transport() { return transport },
    attempts,
    counters,
    counter,
    /** @param {State} to @param {string} why */
    setState(to, why) {
      if (state === to || state === 'closed') return
      const from = state
      state = to
      emit('state', { from, to, why })
    },
    /** @param {string | null} to @param {string} why */
    setTransport(to, why) {
      if (transport === to) return
      const from = transport
      transport = to
      if (to !== null) counter(to).taken++
      emit('transport', { from, to, why })
    },
    /**
     * One try has ended.
     * @param {string} name
     * @param {Attempt['mode']} mode
     * @param {number} startedAt by the monotonic clock
     * @param {Attempt['verdict']} verdict
     * @param {string | null} [reason]
     * @param {string} [detail]
     * @returns {Attempt}
     */
    tried(name, mode, startedAt, verdict, reason = null, detail = '') {
      const took = Math.round(clock.now() - startedAt)
      /** @type {Attempt} */
      const attempt = { transport: name, mode, at: clock.wall() - took, took, verdict, reason, detail, arrived: null }
      attempts.push(attempt)
      if (attempts.length > MOST_ATTEMPTS) attempts.shift()
      emit('attempt', { attempt })
      return attempt
    },
    /** The server's record of its handshake came. @param {Attempt} attempt @param {object} record */
    recorded(attempt, record) {
      attempt.arrived = record
      emit('attempt', { attempt })
    }
  }
}

/** @typedef {ReturnType<typeof createStatus>} Status */
