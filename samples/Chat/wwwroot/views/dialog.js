/** A dialog: the browser keeps focus in it, closes it by Escape, and gives the focus back. */

import { el, icon } from '../dom.js'
import { t } from '../language.js'

/** @param {string} title @param {...(Node | string | false | null | undefined)} children */
export function openDialog(title, ...children) {
  const dialog = el('dialog', { ariaLabel: title, onclose: () => dialog.remove(), onclick: (/** @type {MouseEvent} */ event) => { if (event.target === dialog) dialog.close() } },
    el('div.dialog-body', {}, el('header', {}, el('h2', {}, title), el('button.icon-button', { ariaLabel: t('close'), onclick: () => dialog.close() }, icon('close'))), ...children))
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}
