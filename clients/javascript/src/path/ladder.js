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
 * @returns {string}
 */
export function floorOf(rungs, pinned, isBad) {
  if (pinned !== null && isPoll(pinned) && rungs.includes(pinned)) return pinned
  const polls = rungs.filter(isPoll)
  const floor = polls.find((rung) => !isBad(rung)) ?? polls[0] ?? rungs[rungs.length - 1]
  return /** @type {string} */ (floor)
}

/**
 * The rungs that are better than the active one, best first; what is pinned is better than all.
 * @param {readonly string[]} rungs
 * @param {string | null} pinned
 * @param {string | null} active
 */
export function better(rungs, pinned, active) {
  if (pinned !== null && rungs.includes(pinned)) return pinned === active ? [] : [pinned]
  const at = active === null ? rungs.length : rungs.indexOf(active)
  return rungs.slice(0, at < 0 ? rungs.length : at)
}

/**
 * Rungs that the server lists behind the floor failed lately, as far as it knows.
 * @param {readonly { name: string, why: string }[]} offered
 * @param {string} floor
 */
export function doubted(offered, floor) {
  const at = offered.findIndex(({ name }) => name === floor)
  return offered.slice(at + 1).filter(({ name }) => at >= 0 && LADDER.indexOf(name) >= 0 && LADDER.indexOf(name) < LADDER.indexOf(floor))
}
