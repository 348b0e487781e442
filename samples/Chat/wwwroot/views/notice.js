import { el } from '../dom.js'
import { t } from '../language.js'

/** Nothing but why there is nothing, and another try. @param {string} text @param {() => void} retry */
export function noticeView(text, retry) {
  return el('main.notice', {}, el('img', { src: '/favicon.svg', alt: '', width: 48, height: 48 }), el('p', { role: 'status' }, text), el('button', { onclick: retry }, t('retry')))
}
