/** One message: what it says, from whom, and how far it has got. */

import { el, icon } from '../dom.js'
import { explain, size, t, time } from '../language.js'
import { confirmDialog } from './confirm-dialog.js'
import { avatar } from './names.js'

/** @typedef {import('../model/store.js').Message} Message */
/** @typedef {import('../model/store.js').Room} Room */

/**
 * @param {import('../model/chat.js').Chat} chat
 * @param {Room} room
 * @param {Message} message
 * @param {boolean} follows one of the same author
 * @param {{ edit: (message: Message) => void }} composer
 */
export function messageRow(chat, room, message, follows, composer) {
  const isOwn = message.author === chat.store.me.id
  const state = isOwn && !message.deleted ? stateOf(room, message, chat.store.me.id) : null
  return {
    sign: JSON.stringify([message.text, message.edited, message.deleted, follows, state]),
    make: () => el(`li.message${isOwn ? '.own' : ''}${follows ? '.follows' : ''}`, {},
      !isOwn && avatar(message.authorName),
      el('div.bubble', {},
        !isOwn && !follows && room.kind !== 'direct' ? el('strong.author', {}, message.authorName) : el('span.visually-hidden', {}, `${isOwn ? t('you') : message.authorName}: `),
        message.deleted ? el('p.gone', {}, t('deleted')) : null,
        message.file && fileBox(message.file),
        message.text && el('p.text', { dir: 'auto' }, message.text),
        el('p.meta', {}, Boolean(message.edited && !message.deleted) && el('span', {}, t('edited')), el('time', { dateTime: new Date(message.at).toISOString() }, time(message.at)), state && mark(state))),
      isOwn && !message.deleted && menu(chat, message, composer))
  }
}

/** @param {import('../model/outbox.js').Outbox} outbox @param {import('../model/outbox.js').Pending} pending */
export function pendingRow(outbox, pending) {
  return {
    sign: JSON.stringify([pending.done, pending.error?.code, 'pending']),
    make: () => el(`li.message.own.pending${pending.error ? '.failed' : ''}`, {},
      el('div.bubble', {},
        el('span.visually-hidden', {}, `${t('you')}: `),
        pending.name !== undefined && el('div.file', {}, icon('file'), el('span.file-name', {}, pending.name),
          el('progress', { max: pending.size, value: pending.done ?? 0, ariaLabel: pending.name }),
          el('span.quiet', {}, t('file.progress', { done: size(pending.done ?? 0), all: size(pending.size ?? 0) }))),
        pending.text && el('p.text', { dir: 'auto' }, pending.text),
        el('p.meta', {}, el('time', { dateTime: new Date(pending.at).toISOString() }, time(pending.at)),
          mark(pending.error ? { shape: 'alert', text: t('state.failed'), kind: 'failed' } : { shape: 'clock', text: t('state.sending'), kind: 'sending' }))),
      pending.error && el('div.failure', { role: 'alert' }, el('span', {}, explain(pending.error)),
        el('button.link', { onclick: () => outbox.retry(pending) }, t('retry')), el('button.link', { onclick: () => outbox.discard(pending) }, t('discard'))))
  }
}

/** @typedef {{ shape: 'once' | 'twice' | 'clock' | 'alert', text: string, kind: string }} Mark */

/** @param {Room} room @param {Message} message @param {number} me @returns {Mark} */
function stateOf(room, message, me) {
  const others = room.members.filter(({ id }) => id !== me)
  const read = others.filter((member) => member.read >= message.id).length
  const delivered = others.filter((member) => member.delivered >= message.id).length
  const all = others.length
  if (all > 0 && read === all) return { shape: 'twice', text: t('state.read'), kind: 'read' }
  if (read > 0) return { shape: 'twice', text: t('state.read.by', { count: read, all }), kind: 'delivered' }
  if (all > 0 && delivered === all) return { shape: 'twice', text: t('state.delivered'), kind: 'delivered' }
  if (delivered > 0) return { shape: 'once', text: t('state.delivered.by', { count: delivered, all }), kind: 'sent' }
  return { shape: 'once', text: t('state.sent'), kind: 'sent' }
}

/** @param {Mark} state */
function mark({ shape, text, kind }) {
  return el(`span.mark.${kind}`, { title: text }, icon(shape), el('span.visually-hidden', {}, text))
}

/** @param {import('../model/store.js').FileView} file */
function fileBox(file) {
  const href = `/files/${file.id}`
  return file.type.startsWith('image/')
    ? el('a.image', { href, target: '_blank', rel: 'noopener', ariaLabel: t('file.open', { name: file.name }) }, el('img', { src: href, alt: t('image', { name: file.name }), loading: 'lazy', decoding: 'async' }))
    : el('a.file', { href, download: file.name, ariaLabel: t('file.save', { name: file.name, size: size(file.size) }) }, icon('file'), el('span.file-name', {}, file.name), el('span.quiet', {}, size(file.size)))
}

/** @param {import('../model/chat.js').Chat} chat @param {Message} message @param {{ edit: (message: Message) => void }} composer */
function menu(chat, message, composer) {
  const items = el('div.menu-items', {},
    message.text && el('button', { onclick: () => { details.open = false; composer.edit(message) } }, t('edit')),
    el('button', { onclick: () => { details.open = false; confirmDialog(t('delete.sure'), t('delete'), () => chat.delete(message)) } }, t('delete')))
  const details = el('details.menu', { ontoggle: place, onfocusout: close, onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') details.open = false } },
    el('summary.icon-button', { ariaLabel: t('options', { time: time(message.at) }) }, icon('more')),
    items)
  return details

  /** Above the dots, or below them where the conversation's upper edge would cut it. */
  function place() {
    const edge = details.closest('.scroll')?.getBoundingClientRect().top ?? 0
    details.classList.toggle('below', details.getBoundingClientRect().top - edge < items.offsetHeight)
  }

  /** Once the focus is elsewhere; a browser may take it away for a moment while the menu opens. */
  function close() {
    setTimeout(() => { if (!details.contains(document.activeElement)) details.open = false })
  }
}
