/** WebSocket, both ways: one message holds whole frames. */

import { frameDecoder, malformed } from '../wire/frames.js'
import { closed, describe, failed, faulted } from './ending.js'

const PROTOCOL = 'multitransport.v1'

/**
 * @param {import('./index.js').Host} host
 * @param {import('./index.js').Opening} opening
 * @param {import('./index.js').Sink} sink
 * @returns {import('./index.js').Carrier}
 */
export function openSocket({ WebSocket }, { url }, sink) {
  /** @type {WebSocket & { terminate?: () => void } | undefined} */
  let socket
  let isOpen = false
  let detail = ''

  try {
    socket = new /** @type {NonNullable<typeof WebSocket>} */ (WebSocket)(url.replace(/^http/, 'ws'), PROTOCOL)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      isOpen = true
      sink.opened()
    }
    socket.onmessage = ({ data }) => {
      sink.heard()
      try {
        if (typeof data === 'string') throw malformed('WebSocket message of text')
        const decoder = frameDecoder(sink.frame)
        decoder.push(new Uint8Array(data))
        decoder.end()
      } catch (error) {
        sink.ended(faulted(error))
      }
    }
    // Some hosts raise an error without a listener, and some say what it was.
    socket.onerror = (event) => { detail = 'message' in event ? `: ${event.message}` : '' }
    socket.onclose = ({ code, reason }) => sink.ended(
      code >= 4000 ? closed(code, reason)
        : isOpen ? failed('cut', `The WebSocket closed with ${code} ${reason}.`)
          : failed('refused', `The WebSocket was not accepted${detail} (${code}).`))
  } catch (error) {
    // A policy of the page, or a port that no page may reach. The owner is told when it has what this returns.
    queueMicrotask(() => sink.ended(failed('refused', describe(error))))
  }

  return {
    write: (bytes) => /** @type {WebSocket} */ (socket).send(bytes),
    backlog: () => /** @type {WebSocket} */ (socket).bufferedAmount,
    close() {
      socket?.close()
      // A socket of Node's packages waits half a minute for the peer's farewell.
      socket?.terminate?.()
    }
  }
}
