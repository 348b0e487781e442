/** Whether a held connection lives (section 13.6): what to do now, and when to ask again. */

/**
 * @typedef {object} Signs all times by one clock
 * @property {number} heard when the last byte came
 * @property {number} unackedSince of the oldest send that is written here and not acked; Infinity where none is
 * @property {number} asked when the last ping for an unacked send was answered; 0 never
 * @property {number} pongBy when the pong that everything hangs on must have come; Infinity where none is awaited
 * @property {boolean} silencePinged whether the present silence has been pinged
 * @property {number} heartbeat
 * @property {{ unacked: number }} timing
 */

/**
 * @param {number} now
 * @param {Signs} signs
 * @returns {{ act: 'dead' | 'ask' | 'ping' | null, next: number }} `ask` must be answered in time; `ping` only breaks the silence
 */
export function judge(now, { heard, unackedSince, asked, pongBy, silencePinged, heartbeat, timing }) {
  const deadAt = heard + 1.75 * heartbeat
  const pingAt = silencePinged ? Infinity : heard + 1.25 * heartbeat
  const askAt = pongBy < Infinity ? Infinity : Math.max(unackedSince, asked) + timing.unacked
  if (now >= pongBy || now >= deadAt) return { act: 'dead', next: Infinity }
  const act = now >= askAt ? 'ask' : now >= pingAt ? 'ping' : null
  return { act, next: Math.min(deadAt, pongBy, act === 'ping' ? Infinity : pingAt, act === 'ask' ? Infinity : askAt) }
}
