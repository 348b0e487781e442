/** The waits of section 13, from the round trip and the server's heartbeat; milliseconds. */

/** @param {number} rtt */
export const timing = (rtt) => ({
  handshake: Math.max(1500, 4 * rtt),
  /** After this long a handshake goes on, and the next rung is tried beside it. */
  beside: Math.max(300, 2 * rtt),
  attached: Math.max(1000, 3 * rtt),
  pong: Math.max(1000, 3 * rtt),
  unacked: Math.max(2000, 4 * rtt),
  send: 1000 + Math.max(4000, 4 * rtt),
  /** Beyond its hold. */
  poll: 1000 + Math.max(2000, 4 * rtt)
})

/** The contract has no wait for negotiate: a first request may have to look up a name, connect and agree on keys. */
export const NEGOTIATE_WAIT = 15000
/** A key is good for 60 s at the server. */
export const KEY_LIFE = 50000
export const PROBATION = 1000
export const YOUNG = 5000
/** How long what we let go may take to end by itself. */
export const FAREWELL = 5000
