/** Me, my conversations, and how I am connected. */

import { el, icon } from '../dom.js'
import { t, time } from '../language.js'
import { languageChoice } from './language-choice.js'
import { keyed } from './keyed.js'
import { avatar, partner, roomName } from './names.js'
import { newDialog } from './new-dialog.js'
import { transportChip } from './transport.js'

/**
 * @param {import('../model/chat.js').Chat} chat
 * @param {(room: number) => void} show
 * @param {() => void} leave
 */
export function sidebarView(chat, show, leave) {
  const { store } = chat
  const list = el('ul.rooms')
  const none = el('p.quiet.none', {}, t('rooms.none'))
  const chip = transportChip(chat.link)
  const element = el('aside.sidebar', {},
    el('header', {}, avatar(store.me.name, true), el('strong', {}, store.me.name),
      el('button.icon-button', { ariaLabel: t('new'), title: t('new'), onclick: () => newDialog(chat, show) }, icon('plus'))),
    el('nav', { ariaLabel: t('rooms') }, list, none),
    el('footer', {}, chip.element, languageChoice(), el('button.link', { onclick: leave }, t('sign.out'))))

  return {
    element,
    /** @param {import('../model/store.js').Room} [open] */
    draw(open) {
      chip.draw()
      const rooms = [...store.rooms.values()].sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0) || b.id - a.id)
      none.hidden = rooms.length > 0 || store.seq === null
      keyed(list, rooms, (room) => room.id, (room) => JSON.stringify([roomName(room, store.me.id), room.unread, room.last, room === open, online(room), store.writers(room).length]), (room) => row(room, room === open))
    }
  }

  /** @param {import('../model/store.js').Room} room */
  function online(room) {
    const other = partner(room, store.me.id)
    return other && store.online.has(other.id)
  }

  /** @param {import('../model/store.js').Room} room @param {boolean} isOpen */
  function row(room, isOpen) {
    const name = roomName(room, store.me.id)
    const isOnline = online(room)
    return el('li', {}, el('button.room', { onclick: () => show(room.id), ariaCurrent: isOpen ? 'page' : null },
      avatar(name, isOnline),
      el('span.room-name', {}, name, isOnline && el('span.visually-hidden', {}, `, ${t('online')}`)),
      room.last && el('time.quiet', { dateTime: new Date(room.last.at).toISOString() }, time(room.last.at)),
      el('span.preview.quiet', {}, preview(room)),
      room.unread > 0 && el('span.badge', {}, `${room.unread}`, el('span.visually-hidden', {}, ` ${t('unread')}`))))
  }

  /** @param {import('../model/store.js').Room} room */
  function preview(room) {
    const [writer] = store.writers(room)
    if (writer && writer.id !== store.me.id) return t('typing', { name: writer.name })
    const last = room.last
    if (!last) return ''
    const text = last.deleted ? t('deleted') : last.text || t('preview.file', { name: last.file?.name ?? '' })
    return last.author === store.me.id ? t('preview.you', { text }) : room.kind === 'direct' ? text : `${last.authorName}: ${text}`
  }
}
