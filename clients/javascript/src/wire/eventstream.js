/** Frames as server-sent events (PROTOCOL.md, section 3.1). */

import { encodeText, fromBase64 } from './bytes.js'
import { isKnown, malformed, Type, WireFault } from './frames.js'

/** More than a frame in base64 needs. */
const MAX_EVENT = 64 * 1024

/**
 * @param {(type: number, payload: Uint8Array) => void} take
 */
export function eventDecoder(take) {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = ''
  /** @type {string[] | null} */
  let data = null
  let size = 0

  /** @param {string} line */
  function onLine(line) {
    if (line === '') {
      if (data) onEvent(data.join('\n'))
      data = null
      size = 0
      return
    }
    const colon = line.indexOf(':')
    if ((colon < 0 ? line : line.slice(0, colon)) !== 'data') return
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    size += value.length
    if (size > MAX_EVENT) throw malformed('an event is longer than a frame')
    ;(data ??= []).push(value)
  }

  /** @param {string} event */
  function onEvent(event) {
    if (event[0] === 't') return take(Type.text, encodeText(event.slice(1)))
    const bytes = event[0] === '=' ? fromBase64(event.slice(1)) : null
    const type = bytes?.[0]
    if (!bytes || type === undefined) throw malformed('an event is neither text nor base64 of a frame')
    if (!isKnown(type)) throw new WireFault('frame-unknown', `a frame of type ${type}`)
    take(type, bytes.subarray(1))
  }

  return {
    /** @param {Uint8Array} bytes */
    push(bytes) {
      try {
        rest += text.decode(bytes, { stream: true })
      } catch {
        throw malformed('an event stream that is not UTF-8')
      }
      const lines = rest.split(/\r\n|\n|\r(?=[^])/)
      rest = /** @type {string} */ (lines.pop())
      if (rest.length > MAX_EVENT) throw malformed('a line is longer than a frame')
      lines.forEach(onLine)
    },
    /** What stands after the last empty line is an unfinished event. */
    end() {}
  }
}
