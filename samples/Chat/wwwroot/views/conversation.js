/** One room: what was said, who is there, and what I write. */

import { el, icon } from '../dom.js'
import { day, t } from '../language.js'
import { composerView } from './composer.js'
import { dropZone } from './drop-zone.js'
import { keyed } from './keyed.js'
import { membersDialog } from './members-dialog.js'
import { messageRow, pendingRow } from './message.js'
import { avatar, partner, roomName } from './names.js'

/** This near to the end, the newest message is followed. */
const Near = 80

/** @param {import('../model/chat.js').Chat} chat @param {() => void} back */
export function conversationView(chat, back) {
  const { store, outbox } = chat
  /** @type {import('../model/store.js').Room | undefined} */
  let room
  /** Up to where it was read when the room was opened. */
  let readBefore = 0
  let isLoading = false
  let wasNear = true

  const title = el('h2')
  const status = el('p.quiet')
  const face = el('span')
  const messages = el('ol.messages', { role: 'log', ariaLive: 'polite', ariaRelevant: 'additions' })
  const earlier = el('button.link.earlier', { onclick: () => void load() }, t('earlier'))
  const none = el('p.quiet.none', {}, t('empty'))
  const scroll = el('div.scroll', { tabIndex: 0, onscroll: onScroll }, earlier, none, messages)
  const newest = el('button.newest', { ariaLabel: t('newest'), title: t('newest'), onclick: () => toEnd() }, icon('down'))
  const typing = el('p.typing.quiet', { ariaLive: 'polite' })
  const composer = composerView(chat)
  const body = el('section.conversation-body', { hidden: true },
    el('header', {}, el('button.icon-button.back', { ariaLabel: t('back'), onclick: back }, icon('back')), face, el('div.heading', {}, title, status),
      el('button.icon-button', { ariaLabel: t('members'), title: t('members'), onclick: () => room && membersDialog(chat, room, back) }, icon('people'))),
    el('div.stage', {}, scroll, newest, el('p.drop', { ariaHidden: 'true' }, t('attach.drop'))), typing, composer.element)
  const element = el('main.conversation', {}, el('p.quiet.pick', {}, t('pick')), body)
  new IntersectionObserver(([entry]) => { if (entry?.isIntersecting) void load() }, { root: scroll, rootMargin: '200px' }).observe(earlier)
  new ResizeObserver(() => { if (wasNear) toEnd() }).observe(scroll)
  dropZone(body, composer.attach)
  composer.element.addEventListener('sent', () => { wasNear = true })

  return {
    element,
    focus() { composer.focus() },
    /** @param {import('../model/store.js').Room} [next] */
    draw(next) {
      body.hidden = !next
      element.classList.toggle('empty', !next)
      if (!next) {
        room = undefined
        return
      }
      if (room?.id !== next.id) {
        readBefore = next.members.find(({ id }) => id === store.me.id)?.read ?? 0
        wasNear = true
        messages.replaceChildren()
      }
      room = next
      if (!room.isLoaded) void load()
      head(room)
      steady(() => list(next))
      composer.draw(room)
      if (wasNear) toEnd()
      newest.hidden = wasNear
      if (wasNear && room.isLoaded && document.visibilityState === 'visible' && document.hasFocus()) chat.seen(room)
    }
  }

  /** @param {import('../model/store.js').Room} of */
  function head(of) {
    const name = roomName(of, store.me.id)
    const other = partner(of, store.me.id)
    const isOnline = other && store.online.has(other.id)
    title.textContent = name
    messages.ariaLabel = name
    face.replaceChildren(avatar(name, isOnline))
    status.textContent = other ? t(isOnline ? 'online' : 'offline')
      : t('members.count', { count: of.members.length, online: of.members.filter(({ id }) => id === store.me.id || store.online.has(id)).length })
    const writers = store.writers(of).filter(({ id }) => id !== store.me.id)
    typing.textContent = writers.length === 0 ? '' : writers[0] && writers.length === 1 ? t('typing', { name: writers[0].name }) : t('typing.many', { count: writers.length })
  }

  /** @param {import('../model/store.js').Room} of */
  function list(of) {
    earlier.hidden = of.hasAll || !of.isLoaded
    /** @type {{ key: string, sign: string, make: () => HTMLElement }[]} */
    const rows = []
    let before
    let isUnreadShown = false
    for (const message of of.messages) {
      const isNewDay = !before || new Date(before.at).toDateString() !== new Date(message.at).toDateString()
      if (isNewDay) rows.push({ key: `day-${new Date(message.at).toDateString()}`, sign: '', make: () => el('li.day', {}, el('span', {}, day(message.at))) })
      if (!isUnreadShown && readBefore > 0 && message.id > readBefore && message.author !== store.me.id) {
        isUnreadShown = true
        rows.push({ key: 'unread', sign: '', make: () => el('li.day.unread', {}, el('span', {}, t('unread'))) })
      }
      const follows = !isNewDay && before?.author === message.author && message.at - before.at < 300_000
      const row = messageRow(chat, of, message, Boolean(follows), composer)
      rows.push({ key: message.clientId + message.author, sign: row.sign, make: row.make })
      before = message
    }
    for (const pending of outbox.pending.filter((one) => one.room === of.id && !of.messages.some(({ clientId, author }) => clientId === one.clientId && author === store.me.id))) {
      const row = pendingRow(outbox, pending)
      rows.push({ key: pending.clientId + store.me.id, sign: row.sign, make: row.make })
    }
    none.hidden = rows.length > 0 || !of.isLoaded
    keyed(messages, rows, ({ key }) => key, ({ sign }) => sign, ({ make }) => make())
  }

  async function load() {
    if (!room || isLoading || room.hasAll || chat.link.session.state !== 'open') return
    isLoading = true
    try {
      await chat.earlier(room)
    } catch {
      // the session was lost: it is asked for again when there is one
    } finally {
      isLoading = false
    }
  }

  function rows() { return [.../** @type {NodeListOf<HTMLElement>} */ (messages.querySelectorAll('.message'))] }

  /** What is read stays where it is, whatever comes above it. @param {() => void} change */
  function steady(change) {
    const edge = scroll.getBoundingClientRect().top
    const read = wasNear ? undefined : rows().find((row) => row.getBoundingClientRect().bottom > edge)
    const end = read?.getBoundingClientRect().bottom ?? 0 // its author may go from above its words
    change()
    const still = read?.isConnected ? read : rows().find((row) => row.dataset.key === read?.dataset.key) // it may have been made anew
    if (still) scroll.scrollTop += still.getBoundingClientRect().bottom - end
  }

  function onScroll() {
    const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < Near
    if (near !== wasNear) {
      wasNear = near
      newest.hidden = near
      if (near && room && document.hasFocus()) chat.seen(room)
    }
  }

  function toEnd() {
    scroll.scrollTop = scroll.scrollHeight
    wasNear = true
  }
}
