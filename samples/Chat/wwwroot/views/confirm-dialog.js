import { el } from '../dom.js'
import { explain, t } from '../language.js'
import { openDialog } from './dialog.js'

/** Asks before something that cannot be undone. @param {string} question @param {string} yes @param {() => Promise<unknown>} act */
export function confirmDialog(question, yes, act) {
  const fault = el('p.fault', { role: 'alert' })
  const dialog = openDialog(question, fault, el('div.buttons', {},
    el('button', { onclick: () => dialog.close() }, t('cancel')),
    el('button.primary', { onclick: () => act().then(() => dialog.close(), (error) => { fault.textContent = explain(error) }) }, yes)))
}
