/** How rooms and people are called and drawn. */

import { el } from '../dom.js'

/** @param {import('../model/store.js').Room} room @param {number} me */
export function roomName(room, me) {
  return room.name ?? room.members.find(({ id }) => id !== me)?.name ?? '…'
}

/** The other one of a direct conversation. @param {import('../model/store.js').Room} room @param {number} me */
export function partner(room, me) {
  return room.kind === 'direct' ? room.members.find(({ id }) => id !== me) : undefined
}

/** A letter in a colour of its own; whose it is stands beside it. @param {string} name @param {boolean | undefined} [isOnline] */
export function avatar(name, isOnline) {
  let hash = 7
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 8
  return el(`span.avatar.colour-${hash}${isOnline ? '.online' : ''}`, { ariaHidden: 'true' }, [...name][0]?.toUpperCase() ?? '?')
}
