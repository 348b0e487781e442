/** Signing in or up. */

import { signIn } from '../accounts.js'
import { el } from '../dom.js'
import { explain, t } from '../language.js'
import { languageChoice } from './language-choice.js'

/** @param {(user: import('../accounts.js').User) => void} done @param {string} [note] why it is shown */
export function signInView(done, note) {
  /** @type {'login' | 'register'} */
  let how = 'login'
  const name = el('input', { id: 'name', name: 'username', autocomplete: 'username', required: true, maxLength: 32, spellcheck: false, autocapitalize: 'none' })
  const password = el('input', { id: 'password', name: 'password', type: 'password', required: true, maxLength: 128 })
  const fault = el('p.fault', { role: 'alert' })
  const submit = el('button.primary', { type: 'submit' })
  const other = el('button.link', { type: 'button', onclick: () => show(how === 'login' ? 'register' : 'login') })
  const hint = el('p.quiet', {}, t('sign.hint'))
  const form = el('form', { onsubmit: enter }, el('label', {}, el('span', {}, t('sign.name')), name), el('label', {}, el('span', {}, t('sign.password')), password), hint, fault, submit, other)
  const view = el('main.sign-in', {}, el('header', {}, el('img', { src: '/favicon.svg', alt: '', width: 48, height: 48 }), el('h1', {}, t('title')), el('p.quiet', {}, t('sign.intro')), note && el('p.note', { role: 'status' }, note)), form, languageChoice())
  show(how)
  return view

  /** @param {'login' | 'register'} next */
  function show(next) {
    how = next
    const isNew = how === 'register'
    submit.textContent = t(isNew ? 'sign.up' : 'sign.in')
    other.textContent = t(isNew ? 'sign.have' : 'sign.new')
    password.autocomplete = isNew ? 'new-password' : 'current-password'
    hint.hidden = !isNew
    fault.textContent = ''
    queueMicrotask(() => name.focus())
  }

  /** @param {SubmitEvent} event */
  async function enter(event) {
    event.preventDefault()
    submit.disabled = true
    try {
      done(await signIn(how, name.value, password.value))
    } catch (error) {
      fault.textContent = explain(error)
      submit.disabled = false
    }
  }
}
