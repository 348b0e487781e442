/** The whole: conversations beside the one that is open; on a phone one at a time. */

import { signOut } from '../accounts.js'
import { el } from '../dom.js'
import { explain, t } from '../language.js'
import { conversationView } from './conversation.js'
import { openDialog } from './dialog.js'
import { carriesFiles } from './drop-zone.js'
import { sidebarView } from './sidebar.js'

/** @param {import('../model/chat.js').Chat} chat @param {AbortSignal} signal ends it */
export function chatView(chat, signal) {
  /** @type {number | null} */
  let open = Number(location.hash.slice(1)) || null
  const sidebar = sidebarView(chat, show, leave)
  const conversation = conversationView(chat, () => show(null))
  const view = el('div.chat', {}, sidebar.element, conversation.element)

  let isDue = false
  const draw = () => {
    if (isDue) return
    isDue = true
    requestAnimationFrame(() => {
      isDue = false
      const room = open === null ? undefined : chat.store.rooms.get(open)
      view.classList.toggle('in-room', Boolean(room))
      sidebar.draw(room)
      conversation.draw(room)
      const unread = [...chat.store.rooms.values()].reduce((sum, one) => sum + one.unread, 0)
      document.title = unread ? `(${unread}) ${t('title')}` : t('title')
    })
  }
  for (const source of [chat.store, chat.outbox, chat.link]) source.addEventListener('change', draw)
  document.addEventListener('visibilitychange', draw, { signal })
  addEventListener('focus', draw, { signal })
  addEventListener('hashchange', () => {
    open = Number(location.hash.slice(1)) || null
    draw()
  }, { signal })
  for (const name of ['dragover', 'drop']) addEventListener(name, (event) => { if (carriesFiles(event)) event.preventDefault() }, { signal }) // beside the conversation the browser would open them
  draw()
  return view

  /** @param {number | null} room */
  function show(room) {
    open = room
    history.replaceState(null, '', room === null ? location.pathname : `#${room}`)
    draw()
    if (room !== null && !matchMedia('(pointer: coarse)').matches) requestAnimationFrame(() => conversation.focus()) // drawn by then; on a phone the keyboard would cover what is to be read
  }

  async function leave() {
    try {
      await signOut()
      await chat.link.close()
      location.replace('/')
    } catch (error) {
      openDialog(t('sign.out'), el('p.fault', { role: 'alert' }, explain(error))) // one who leaves a borrowed device must know
    }
  }
}
