/** One request whose answer is text: negotiate, arrived, and the script. What is cut, not ours or refused is an ending. */

import { SessionError } from '../error.js'
import { failed, faulted, refused } from '../transports/ending.js'
import { ask } from '../transports/response.js'

/**
 * @typedef {object} Answer
 * @property {string} [text]
 * @property {string | null} [type] of the text
 * @property {import('../transports/index.js').Ending} [ending] instead of a text
 * @property {boolean} [isMute] the host could not send it, or not show the answer of it
 */

/**
 * @param {import('./types.js').Engine} engine
 * @param {string} path
 * @param {Uint8Array<ArrayBuffer> | undefined} body
 * @param {number} wait
 * @param {() => Promise<Record<string, string> | undefined>} [headers] may never come
 * @returns {Promise<Answer>}
 */
export async function exchange(engine, path, body, wait, headers) {
  const abort = new AbortController()
  const link = { close: () => abort.abort() }
  const guard = engine.timers.alarm(link.close)
  engine.links.add(link)
  guard.set(wait)

  async function run() {
    const response = await ask(engine.options, engine.urlOf(path), body, abort.signal, await headers?.())
    const text = await response.text()
    return response.status === 200 ? { text, type: response.headers.get('content-type') } : { ending: refused(response, text) }
  }

  try {
    return await Promise.race([run(), new Promise((/** @type {(answer: Answer) => void} */ resolve) => {
      abort.signal.onabort = () => resolve({ ending: failed('no-answer', `Nothing came within ${wait} ms.`) })
    })])
  } catch (error) {
    return { isMute: error instanceof SessionError, ending: { ...faulted(error), reason: 'no-answer' } }
  } finally {
    guard.clear()
    engine.links.delete(link)
  }
}
