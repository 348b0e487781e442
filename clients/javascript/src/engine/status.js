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

/**
 * @typedef {object} Try
 * @property {string} rung or `negotiate`
 * @property {Attempt['mode'] | 'send'} mode a send is no try
 * @property {number} startedAt by the monotonic clock
 */

/** @typedef {{ up: number, down: number, taken: number }} Counter */

/**
 * @typedef {object} Status
 * @property {State} state
 * @property {string | null} transport
 * @property {Attempt[]} attempts the last ones, oldest first
 * @property {Record<string, Counter>} counters
 * @property {(name: string) => Counter} counter
 * @property {(what: 'state' | 'transport', to: any, why: string) => void} change any: a state, or a transport's name
 * @property {(rung: string, why: string) => void} carried a transport carries the session
 * @property {(what: Try, verdict: Attempt['verdict'], reason?: string | null, detail?: string) => Attempt} tried one try has ended
 * @property {(attempt: Attempt, arrived: object) => void} recorded the server's record of its handshake came
 */

const MOST_ATTEMPTS = 50

/**
 * @template {object} T
 * @param {T} engine
 * @param {(type: import('../events.js').EventName, detail: object) => unknown} emit
 * @param {{ now(): number, wall(): number }} clock
 * @returns {T & Status} the engine, with this
 */
export function addStatus(engine, emit, clock) {
  const status = Object.assign(engine, {
    /** @type {State} */
    state: 'connecting',
    /** @type {string | null} */
    transport: null,
    /** @type {Attempt[]} */
    attempts: [],
    /** @type {Record<string, Counter>} */
    counters: {},
    /** @param {string} name */
    counter: (name) => (status.counters[name] ??= { up: 0, down: 0, taken: 0 }),
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
    /** @param {string} rung @param {string} why */
    carried(rung, why) {
      status.change('state', 'open', why)
      status.change('transport', rung, why)
    },
    /**
     * @param {Try} what
     * @param {Attempt['verdict']} verdict
     * @param {string | null} [reason]
     * @param {string} [detail]
     */
    tried({ rung: transport, mode, startedAt }, verdict, reason = null, detail = '') {
      const took = Math.round(clock.now() - startedAt)
      /** @type {Attempt} */
      const attempt = { transport, mode: /** @type {Attempt['mode']} */ (mode), at: clock.wall() - took, took, verdict, reason, detail, arrived: null }
      status.attempts = [...status.attempts, attempt].slice(-MOST_ATTEMPTS)
      emit('attempt', { attempt })
      return attempt
    },
    /** @param {Attempt} attempt @param {object} arrived */
    recorded(attempt, arrived) {
      attempt.arrived = arrived
      emit('attempt', { attempt })
    }
  })
  return status
}

