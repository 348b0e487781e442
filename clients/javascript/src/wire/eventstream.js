/** Frames as server-sent events (PROTOCOL.md, section 3.1). */

import { concat, encodeText, fromBase64, STRICT } from './bytes.js'
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
    // A topic message has its text behind a comma.
    const end = event[1] === 'm' ? event.indexOf(',') : undefined
    const bytes = /^\n[=m]/.test(event) && fromBase64(event.slice(2, end))
    if (event[1] === 't') take(Type.text, encodeText(event.slice(2)))
    else if (!bytes || !bytes.length || end === -1) throw malformed('event')
    else if (end) take(Type.topicMessage, concat([bytes, encodeText(event.slice(end + 1))]))
    else take(/** @type {number} */ (bytes[0]), bytes.subarray(1))
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
