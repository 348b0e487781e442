import { el } from '../dom.js'
import { choose, current, t } from '../language.js'

/** The switch between languages. */
export function languageChoice() {
  const choice = el('select', { ariaLabel: t('language'), onchange: () => choose(choice.value) },
    el('option', { value: 'en', lang: 'en' }, 'English'), el('option', { value: 'zh', lang: 'zh-Hans' }, '中文'))
  choice.value = current()
  return el('div.language', {}, choice)
}
