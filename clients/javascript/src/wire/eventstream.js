/** Frames as server-sent events (PROTOCOL.md, section 3.1). */

import { encodeText, fromBase64, STRICT } from './bytes.js'
import { malformed, Type } from './frames.js'

/** More than a frame in base64 needs. */
const MAX_EVENT = 65536

/**
 * @param {(type: number, payload: Uint8Array) => void} take
 */
export function eventDecoder(take) {
  const text = new TextDecoder('utf-8', STRICT)
  let rest = ''
  let event = ''

  /** @param {string} line */
  function onLine(line) {
    if (line.startsWith('data:')) event += `\n${line.slice(5)}`
    if (line || !event) return
    const body = event.slice(2)
    const bytes = event[1] === '=' ? fromBase64(body) : null
    if (event[1] === 't') take(Type.text, encodeText(body))
    else if (bytes?.length) take(/** @type {number} */ (bytes[0]), bytes.subarray(1))
    else throw malformed('event')
    event = ''
  }

  return {
    /** @param {Uint8Array} bytes */
    push(bytes) {
      const lines = (rest + text.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?=[^])/)
      rest = /** @type {string} */ (lines.pop())
      lines.forEach(onLine)
      if (rest.length + event.length > MAX_EVENT) throw malformed('event')
    },
    /** What stands after the last empty line is an unfinished event. */
    end() {}
  }
}
