/** How the messages travel, why, and a way to choose. */

import { el } from '../dom.js'
import { t, time } from '../language.js'
import { openDialog } from './dialog.js'

const Names = /** @type {const} */ (['websocket', 'sse', 'stream', 'longpoll', 'shortpoll'])

/** @param {import('../model/link.js').Link} link */
export function transportChip(link) {
  const { session } = link
  /** @type {typeof Names[number] | null} */
  let forced = null
  const label = el('span')
  const element = el('button.transport', { onclick: open }, el('span.dot', { ariaHidden: 'true' }), label)
  return { element, draw }

  function draw() {
    element.dataset.state = session.state
    label.textContent = now()
    element.ariaLabel = `${t('transport')}: ${now()}`
  }

  function now() {
    return session.state === 'open' ? session.transport ?? t('transport.connecting') : t(`transport.${session.state}`)
  }

  function open() {
    const rtt = el('p.quiet')
    const fault = el('p.fault', { role: 'alert' })
    const log = el('ol.attempts')
    const choice = el('fieldset.choice', {}, el('legend', {}, t('transport.force')), ...[null, ...Names].map((name) => el('label', {},
      el('input', { type: 'radio', name: 'transport', value: name ?? '', checked: name === forced, onchange: () => use(name) }), el('span', {}, name ?? t('transport.auto')))))
    const dialog = openDialog(t('transport'), rtt, choice, fault, el('p.quiet', {}, t('transport.note')), el('h3', {}, t('transport.log')), log)
    link.addEventListener('change', show)
    dialog.addEventListener('close', () => link.removeEventListener('change', show))
    show()

    /** @param {typeof Names[number] | null} name */
    async function use(name) {
      forced = name
      fault.textContent = ''
      try {
        await session.use(name)
      } catch {
        fault.textContent = t('transport.cannot', { name: name ?? '' })
      }
    }

    function show() {
      rtt.textContent = `${now()} · ${t('transport.rtt', { ms: Math.round(session.rtt) })}`
      log.replaceChildren(...session.attempts.slice(-12).reverse().map((attempt) => el(`li.${attempt.verdict}`, {},
        el('strong', {}, attempt.transport), el('span', {}, t(`transport.${attempt.verdict}`)), el('span.quiet', {}, t('transport.took', { ms: Math.round(attempt.took) })),
        el('time.quiet', { dateTime: new Date(attempt.at).toISOString() }, time(attempt.at)), attempt.detail && el('span.quiet.detail', { lang: 'en' }, attempt.detail))))
    }
  }
}
