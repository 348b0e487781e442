/** The ladder, best first, and what to try on it. */

import { RUNGS } from '../transports/index.js'

export const LADDER = /** @type {readonly string[]} */ (Object.keys(RUNGS))

/** @param {string} rung */
export const isPoll = (rung) => RUNGS[rung]?.kind === 'poll'

/**
 * What may be used, best first.
 * @param {readonly string[]} allowed
 * @param {readonly { name: string }[]} offered
 */
export const ladder = (allowed, offered) => LADDER.filter((rung) => allowed.includes(rung) && offered.some(({ name }) => name === rung))

/**
 * The rung that is taken without proof.
 * @param {readonly string[]} rungs
 * @param {string | null} pinned
 * @param {(rung: string) => boolean} isBad
 */
export function floorOf(rungs, pinned, isBad) {
  const polls = rungs.filter(isPoll)
  return /** @type {string} */ (polls.find((rung) => rung === pinned) ?? polls.find((rung) => !isBad(rung)) ?? polls[0] ?? rungs.at(-1))
}

/**
 * The rungs that are better than the active one, best first; what is pinned is better than all.
 * @param {readonly string[]} rungs
 * @param {string | null} pinned
 * @param {string | null} active
 */
export const better = (rungs, pinned, active) => pinned && rungs.includes(pinned) ? [pinned].filter((rung) => rung !== active)
  : active && rungs.includes(active) ? rungs.slice(0, rungs.indexOf(active)) : rungs

/**
 * Rungs that the server lists behind the floor failed lately, as far as it knows.
 * @param {readonly { name: string, why: string }[]} offered
 * @param {string} floor
 */
export function doubted(offered, floor) {
  const at = offered.findIndex(({ name }) => name === floor)
  const above = better(LADDER, null, floor)
  return offered.filter(({ name }, i) => i > at && above.includes(name))
}
