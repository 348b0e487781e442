/** Finds people and rooms, and makes rooms. */

import { el } from '../dom.js'
import { explain, t } from '../language.js'
import { openDialog } from './dialog.js'
import { avatar } from './names.js'
import { settled } from './settled.js'

/** @param {import('../model/chat.js').Chat} chat @param {(room: number) => void} show */
export function newDialog(chat, show) {
  const search = el('input', { type: 'search', ariaLabel: t('new.search'), placeholder: t('new.search'), maxLength: 64, oninput: settled(find) })
  const fault = el('p.fault', { role: 'alert' })
  const found = el('div.found', { ariaLive: 'polite' })
  const dialog = openDialog(t('new'), search, fault, found)
  let asked = 0
  search.focus()
  void find()

  async function find() {
    const mine = ++asked
    try {
      const { users, rooms } = await chat.find(search.value.trim())
      if (mine !== asked) return
      fault.textContent = ''
      found.replaceChildren(...results(users, rooms))
    } catch (error) {
      fault.textContent = explain(error)
    }
  }

  /** @param {{ id: number, name: string }[]} users @param {{ id: number, name: string, members: number }[]} rooms */
  function results(users, rooms) {
    const name = search.value.trim()
    const isPrivate = el('input', { type: 'checkbox' })
    return [
      users.length > 0 && el('section', {}, el('h3', {}, t('new.people')), el('ul', {}, ...users.map((user) => el('li', {},
        el('button.result', { onclick: () => go(chat.direct(user.id)) }, avatar(user.name, chat.store.online.has(user.id)), el('span', {}, user.name)))))),
      rooms.length > 0 && el('section', {}, el('h3', {}, t('new.rooms')), el('ul', {}, ...rooms.map((room) => el('li', {},
        el('button.result', { onclick: () => go(chat.join(room.id)) }, avatar(room.name), el('span', {}, room.name), el('span.quiet', {}, t('new.members', { count: room.members }))))))),
      users.length + rooms.length === 0 && el('p.quiet', {}, t('new.none')),
      name && el('section.create', {}, el('button.primary', { onclick: () => go(chat.create(name, isPrivate.checked)) }, t('new.create', { name })), el('label', {}, isPrivate, el('span', {}, t('new.private'))))
    ].filter((part) => part !== false && part !== '').map((part) => /** @type {Node} */ (part))
  }

  /** @param {Promise<{ id: number }>} entering */
  function go(entering) {
    entering.then((room) => {
      dialog.close()
      show(room.id)
    }, (error) => { fault.textContent = explain(error) })
  }
}
