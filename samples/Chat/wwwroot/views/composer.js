/** What I write: text, files, and changes of what I wrote. */

import { el, icon } from '../dom.js'
import { explain, t } from '../language.js'
import { roomName } from './names.js'

/** @param {import('../model/chat.js').Chat} chat */
export function composerView(chat) {
  /** @type {import('../model/store.js').Room | undefined} */
  let room
  /** @type {import('../model/store.js').Message | null} */
  let edited = null
  /** What was begun in each room. @type {Map<number, string>} */
  const drafts = new Map()

  const text = el('textarea', { rows: 1, maxLength: 4000, dir: 'auto', enterKeyHint: 'send', oninput: onInput, onkeydown: onKey, onpaste: onPaste })
  const pick = el('input', { type: 'file', multiple: true, hidden: true, onchange: () => { attach(pick.files); pick.value = '' } })
  const clip = el('button.icon-button', { type: 'button', ariaLabel: t('attach'), title: t('attach'), onclick: () => pick.click() }, icon('clip'))
  const send = el('button.icon-button.send', { type: 'submit', ariaLabel: t('send'), title: t('send') }, icon('send'))
  const fault = el('p.fault', { role: 'alert' })
  const note = el('div.editing', { hidden: true }, el('span', {}, t('editing')), el('button.link', { type: 'button', onclick: () => edit(null) }, t('cancel')))
  const element = el('form.composer', { onsubmit: onSubmit },
    note, fault, el('div.composer-row', {}, clip, pick, text, send))

  return {
    element, edit, attach,
    focus() { text.focus({ preventScroll: true }) },
    /** @param {import('../model/store.js').Room} next */
    draw(next) {
      if (room?.id !== next.id) {
        if (room && !edited) drafts.set(room.id, text.value)
        edited = null
        note.hidden = true
        text.value = drafts.get(next.id) ?? ''
        fault.textContent = ''
      }
      room = next
      text.ariaLabel = t('write.to', { name: roomName(next, chat.store.me.id) })
      text.placeholder = t('write')
      grow()
    }
  }

  /** @param {import('../model/store.js').Message | null} message */
  function edit(message) {
    edited = message
    note.hidden = !message
    send.ariaLabel = t(message ? 'save' : 'send')
    text.value = message?.text ?? ''
    grow()
    text.focus()
  }

  /** @param {Event} event */
  async function onSubmit(event) {
    event.preventDefault()
    const words = text.value.trim()
    if (!room || !words) return
    fault.textContent = ''
    if (edited) {
      const message = edited
      try {
        await chat.edit(message, words)
        edit(null)
      } catch (error) {
        fault.textContent = explain(error)
      }
      return
    }
    text.value = ''
    drafts.delete(room.id)
    element.dispatchEvent(new Event('sent'))
    chat.outbox.add(room.id, words)
    grow()
  }

  function onInput() {
    grow()
    if (room && text.value && !edited) chat.typing(room)
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      element.requestSubmit()
    } else if (event.key === 'Escape' && edited) {
      edit(null)
    } else if (event.key === 'ArrowUp' && !text.value && room) {
      const last = room.messages.findLast((message) => message.author === chat.store.me.id && !message.deleted && message.text)
      if (last) {
        event.preventDefault()
        edit(last)
      }
    }
  }

  /** @param {ClipboardEvent} event */
  function onPaste(event) {
    if (event.clipboardData?.files.length) {
      event.preventDefault()
      attach(event.clipboardData.files)
    }
  }

  /** @param {FileList | null | undefined} files */
  function attach(files) {
    if (!room) return
    element.dispatchEvent(new Event('sent'))
    for (const file of files ?? []) chat.outbox.add(room.id, '', file)
  }

  function grow() {
    text.style.height = 'auto'
    text.style.height = `${Math.min(text.scrollHeight, 160)}px`
  }
}
