/** One POST and its answer, read as it comes: polls, sends, and the two held responses. */

import { SessionError } from '../error.js'
import { describe, failed, faulted, refused } from './ending.js'

/**
 * @param {import('./index.js').Host} host
 * @param {import('./index.js').Opening} opening
 * @param {(take: (type: number, payload: Uint8Array) => void) => { push(bytes: Uint8Array): void, end(): void }} createDecoder
 * @param {import('./index.js').Sink} sink
 * @returns {import('./index.js').Carrier}
 */
export function openResponse(host, { url, body }, createDecoder, sink) {
  const abort = new AbortController()

  async function run() {
    const response = await ask(host, url, body, abort.signal)
    sink.heard()
    if (response.status !== 200) return refused(response, await response.text())
    const decoder = createDecoder(sink.frame)
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      sink.heard()
      decoder.push(value)
    }
    decoder.end()
    return failed('cut', 'The answer ended without a close.')
  }

  run().catch(faulted).then(sink.ended)
  return { close: () => abort.abort() }
}

/**
 * A request that asks no browser for a preflight, and that nothing may cache or redirect; a POST where it has a body.
 * @param {import('./index.js').Host} host
 * @param {string} url
 * @param {Uint8Array<ArrayBuffer> | undefined} body
 * @param {AbortSignal} signal
 * @param {Record<string, string>} [headers]
 */
export async function ask(host, url, body, signal, headers) {
  try {
    const { fetch } = host // not host.fetch(): a browser's own takes no other this than the global object
    return await fetch(url, { method: body ? 'POST' : 'GET', body, signal, headers, credentials: body ? host.credentials : 'omit', cache: 'no-store', redirect: 'manual' })
  } catch (error) {
    // The request failed before there was a status.
    throw new SessionError('no-answer', describe(error))
  }
}
