/** What the parts of a client see of one another. */

/** @typedef {{ code: string, number: number, reason: string }} Closing */

/**
 * @typedef {object} Parts what the parts see of one another
 * @property {import('../options.js').Options} options
 * @property {import('../clock.js').Timers} timers
 * @property {(failures: number, retryAfter?: number) => number} backoff how long to wait after so many failures in a row
 * @property {ReturnType<typeof import('../path/rtt.js').createRtt>} rtt
 * @property {ReturnType<typeof import('../path/timing.js').timing>} waits
 * @property {import('../path/verdicts.js').Verdicts} verdicts
 * @property {ReturnType<typeof import('../path/crossings.js').createCrossings>} crossings
 * @property {import('../flow/outbox.js').Outbox} outbox
 * @property {import('../flow/requests.js').Requests} requests
 * @property {import('../delivery.js').Delivery<string | ArrayBuffer, import('../events.js').GapDetail>} delivery
 * @property {import('../page.js').Page} page
 * @property {import('../wire/negotiate.js').Grant | null} grant
 * @property {import('../flow/inbox.js').Inbox} inbox
 * @property {import('../wire/negotiate.js').Limits} limits of the session that is there, or was last
 * @property {import('../path/hold.js').Hold} hold
 * @property {readonly string[]} able what this client can and may do, best first
 * @property {readonly string[]} rungs what of it the server offers
 * @property {string | null} pinned
 * @property {Set<{ close: () => void }>} links everything that is on its way
 * @property {import('./phases.js').Phase} phase
 * @property {number} attempt the last attach's
 * @property {boolean} isRunning
 * @property {boolean} isOver
 * @property {boolean} hasOpened whether there ever was a session
 * @property {boolean} canPost whether messages may go by POST
 * @property {(path: string) => string} urlOf
 * @property {(mode: 'probe' | 'take' | 'send', nonce: Uint8Array, hold?: number) => Uint8Array} attach
 * @property {(number: number, type: number, payload: Uint8Array) => boolean} receive
 * @property {(type: number, payload: Uint8Array, done: (code?: string | null) => void) => boolean} [takeOther] of a type that is no message; false where it is not known there either
 * @property {(gap: import('../events.js').GapDetail | null) => void} lost
 * @property {ReturnType<typeof import('./negotiation.js').createNegotiation>} negotiation
 * @property {ReturnType<typeof import('./floor.js').createFloor>} floor
 * @property {ReturnType<typeof import('./active.js').createActive>} active
 * @property {ReturnType<typeof import('./reports.js').createReports>} reports
 * @property {(what: import('./status.js').Try, reason: string) => void} blame leaves a verdict, and reports it
 * @property {ReturnType<typeof import('./climb.js').createClimb>} climb
 * @property {ReturnType<typeof import('./upstream.js').createUpstream>} upstream
 * @property {ReturnType<typeof import('./arrived.js').createArrived>} arrived
 * @property {ReturnType<typeof import('./choice.js').createChoice>} choice
 *
 * @typedef {Parts & import('./status.js').Status & import('./phases.js').Phases & import('../page.js').PageEvents} Engine
 */

export {}
