/** English and Chinese. */

import { en } from './strings/en.js'
import { zh } from './strings/zh.js'

/** @type {Record<string, Record<string, string>>} */
const Languages = { en, zh }
const Key = 'chat-language'
let language = localStorage.getItem(Key) ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')
if (!(language in Languages)) language = 'en'
document.documentElement.lang = tag()

/**
 * The text of that name; `{x}` stands for what is given under that name.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  return (Languages[language]?.[key] ?? en[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => `${values[name] ?? whole}`)
}

/** What to say of an error: our own words where we have some, else the server's. @param {any} error any: what was thrown */
export function explain(error) {
  const key = `error.${error?.code}`
  return key in en ? t(key) : error?.message ?? `${error}`
}

export function current() { return language }

/** Another language is another page: it is made anew. @param {string} next */
export function choose(next) {
  localStorage.setItem(Key, next)
  location.reload()
}

/** @param {number} at */
export function time(at) { return new Date(at).toLocaleTimeString(tag(), { hour: '2-digit', minute: '2-digit' }) }

/** @param {number} at */
export function day(at) {
  const date = new Date(at)
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000)
  if (days < 2) return new Intl.RelativeTimeFormat(tag(), { numeric: 'auto' }).format(-days, 'day')
  return date.toLocaleDateString(tag(), { weekday: 'long', day: 'numeric', month: 'long', year: days > 300 ? 'numeric' : undefined })
}

/** @param {number} bytes */
export function size(bytes) {
  const units = ['byte', 'kilobyte', 'megabyte']
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2
  return (bytes / 1000 ** step).toLocaleString(tag(), { style: 'unit', unit: units[step], unitDisplay: step ? 'short' : 'long', maximumFractionDigits: step === 2 ? 1 : 0 })
}

function tag() { return language === 'zh' ? 'zh-Hans' : 'en' }
