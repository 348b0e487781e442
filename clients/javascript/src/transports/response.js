/** One POST and its answer, read as it comes: polls, sends, and the two held responses. */

import { failed, faulted, describe, refused } from './ending.js'

/** What else could be an answer of ours is short; a portal's page need not be read to its end. */
const MOST_PROBLEM = 65536

/**
 * @param {import('./index.js').Host} host
 * @param {import('./index.js').Opening} opening
 * @param {(take: (type: number, payload: Uint8Array) => void) => { push(bytes: Uint8Array): void, end(): void }} createDecoder
 * @param {import('./index.js').Sink} sink
 * @returns {import('./index.js').Carrier}
 */
export function openResponse(host, opening, createDecoder, sink) {
  const abort = new AbortController()
  let isOver = false

  /** @param {import('./index.js').Ending} ending */
  function end(ending) {
    if (isOver) return
    isOver = true
    abort.abort()
    sink.ended(ending)
  }

  async function run() {
    const response = await post(host, opening.url, opening.body, abort.signal)
    if (isOver) return
    sink.heard()
    if (response.status !== 200) return end(refused(response, await readText(response)))
    const decoder = createDecoder(sink.frame)
    const reader = response.body?.getReader()
    while (reader) {
      const { value, done } = await reader.read()
      if (isOver) return
      if (done) break
      sink.heard()
      decoder.push(value)
      if (isOver) return
    }
    decoder.end()
    end(failed('cut', 'The answer ended without a close.'))
  }

  run().catch((error) => end(isAborted(error) ? failed('no-answer', describe(error)) : faulted(error)))
  return {
    write() {},
    backlog: () => 0,
    close() {
      isOver = true
      abort.abort()
    }
  }
}

/**
 * A POST that asks no browser for a preflight, and that nothing may cache or redirect.
 * @param {import('./index.js').Host} host
 * @param {string} url
 * @param {Uint8Array<ArrayBuffer>} body
 * @param {AbortSignal} signal
 * @param {Record<string, string>} [headers]
 */
export async function post(host, url, body, signal, headers) {
  try {
    return await host.fetch(url, { method: 'POST', body, signal, headers, credentials: host.credentials, cache: 'no-store', redirect: 'manual' })
  } catch (error) {
    throw new NoAnswer(describe(error))
  }
}

/** The request failed before there was a status. */
export class NoAnswer extends Error {}

/** @param {unknown} error */
const isAborted = (error) => error instanceof NoAnswer

/**
 * The body of what may be a problem; a part is enough to see that it is none.
 * @param {Response} response
 * @param {number} [most] characters
 */
export async function readText(response, most = MOST_PROBLEM) {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (reader && text.length < most) {
    const { value, done } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
  }
  reader?.cancel().catch(() => {})
  return text
}
