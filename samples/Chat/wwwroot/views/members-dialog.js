/** Who is in a room; letting others in, and leaving. */

import { el } from '../dom.js'
import { explain, t } from '../language.js'
import { confirmDialog } from './confirm-dialog.js'
import { openDialog } from './dialog.js'
import { avatar, roomName } from './names.js'
import { settled } from './settled.js'

/** @param {import('../model/chat.js').Chat} chat @param {import('../model/store.js').Room} room @param {() => void} left */
export function membersDialog(chat, room, left) {
  const { store } = chat
  const name = roomName(room, store.me.id)
  const fault = el('p.fault', { role: 'alert' })
  const list = el('ul', {}, ...room.members.map((member) => {
    const isOnline = member.id === store.me.id || store.online.has(member.id)
    return el('li.member', {}, avatar(member.name, isOnline), el('span', {}, member.name), el('span.quiet', {}, t(member.id === store.me.id ? 'you' : isOnline ? 'online' : 'offline')))
  }))
  const search = el('input', { type: 'search', ariaLabel: t('invite'), placeholder: t('invite'), maxLength: 32, oninput: settled(find) })
  const found = el('ul', { ariaLive: 'polite' })
  const none = el('p.quiet', { hidden: true, role: 'status' }, t('invite.none'))
  const dialog = openDialog(name, list,
    room.kind !== 'direct' && el('section.create', {}, search, found, none, fault,
      el('button.link', { onclick: () => { dialog.close(); confirmDialog(t('leave.sure', { name }), t('leave'), () => chat.leave(room.id).then(left)) } }, t('leave'))))

  async function find() {
    const part = search.value.trim()
    const { users } = part ? await chat.find(part).catch(() => ({ users: [] })) : { users: [] }
    const others = users.filter((/** @type {{ id: number }} */ { id }) => !room.members.some((member) => member.id === id))
    found.replaceChildren(...others.map((/** @type {{ id: number, name: string }} */ user) => el('li', {},
      el('button.result', { onclick: () => chat.invite(room.id, user.id).then(() => dialog.close(), (error) => { fault.textContent = explain(error) }) }, avatar(user.name), el('span', {}, user.name)))))
    none.hidden = !part || others.length > 0
  }
}
