/** What the application sees of the path: state, transport, attempts, counters. Each changes in one function. */

/** @typedef {'connecting' | 'open' | 'reconnecting' | 'closed'} State */

/**
 * @typedef {object} Attempt
 * @property {string} transport or `negotiate`
 * @property {'take' | 'probe' | 'negotiate' | 'send'} mode
 * @property {number} at wall clock
 * @property {number} took milliseconds
 * @property {'ok' | 'failed' | 'overtaken'} verdict
 * @property {string | null} reason
 * @property {string} detail
 * @property {object | null} arrived the server's record of a WebSocket handshake
 */

/**
 * @typedef {object} Try
 * @property {string} rung or `negotiate`
 * @property {Attempt['mode']} mode
 * @property {number} startedAt by the monotonic clock
 */

/** @typedef {{ up: number, down: number, taken: number }} Counter */

const MOST_ATTEMPTS = 50

/**
 * @param {(type: import('../events.js').EventName, detail: object) => unknown} emit
 * @param {{ now(): number, wall(): number }} clock
 */
export function createStatus(emit, clock) {
  /** @type {Attempt[]} */
  const attempts = []
  /** @type {Record<string, Counter>} */
  const counters = {}
  const status = {
    /** @type {State} */
    state: 'connecting',
    /** @type {string | null} */
    transport: null,
    attempts, counters,
    /** @param {string} name */
    counter: (name) => (counters[name] ??= { up: 0, down: 0, taken: 0 }),
    /**
     * @param {'state' | 'transport'} what
     * @param {any} to any: a state or a transport's name
     * @param {string} why
     */
    change(what, to, why) {
      const from = status[what]
      if (from === to || status.state === 'closed') return
      status[what] = to
      if (what === 'transport' && to) status.counter(to).taken++
      emit(what, { from, to, why })
    },
    /**
     * One try has ended.
     * @param {Try} what
     * @param {Attempt['verdict']} verdict
     * @param {string | null} [reason]
     * @param {string} [detail]
     */
    tried({ rung: transport, mode, startedAt }, verdict, reason = null, detail = '') {
      const took = Math.round(clock.now() - startedAt)
      /** @type {Attempt} */
      const attempt = { transport, mode, at: clock.wall() - took, took, verdict, reason, detail, arrived: null }
      attempts.push(attempt)
      if (attempts.length > MOST_ATTEMPTS) attempts.shift()
      emit('attempt', { attempt })
      return attempt
    },
    /** The server's record of its handshake came. @param {Attempt} attempt @param {object} arrived */
    recorded(attempt, arrived) {
      attempt.arrived = arrived
      emit('attempt', { attempt })
    }
  }
  return status
}

/** @typedef {ReturnType<typeof createStatus>} Status */
