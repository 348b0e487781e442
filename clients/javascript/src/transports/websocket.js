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
  /** @type {WebSocket | null} */
  let socket = null
  let isOpen = false
  let isOver = false
  let detail = ''

  /** @param {import('./index.js').Ending} ending */
  function end(ending) {
    if (isOver) return
    release()
    sink.ended(ending)
  }

  function release() {
    isOver = true
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    // Some hosts raise an error without a listener.
    socket.onerror = () => {}
    socket.close()
    if (socket.readyState !== 3) terminate(socket)
  }

  /** @param {MessageEvent} event */
  function onMessage({ data }) {
    sink.heard()
    try {
      if (!(data instanceof ArrayBuffer)) throw malformed('a text message came on the WebSocket')
      const decoder = frameDecoder(sink.frame)
      decoder.push(new Uint8Array(data))
      if (!isOver) decoder.end()
    } catch (error) {
      end(faulted(error))
    }
  }

  try {
    if (!WebSocket) throw new Error('There is no WebSocket')
    socket = new WebSocket(url.replace(/^http/, 'ws'), PROTOCOL)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      isOpen = true
      sink.opened()
    }
    socket.onmessage = onMessage
    socket.onerror = (event) => { detail = 'message' in event ? String(event.message) : '' }
    socket.onclose = ({ code, reason }) => end(
      code >= 4000 ? closed(code, reason)
        : isOpen ? failed('cut', `The WebSocket closed with ${code}${reason && `, "${reason}"`}.`)
          : failed('refused', `The WebSocket was not accepted${detail && `: ${detail}`} (${code}).`))
  } catch (error) {
    // A policy of the page, or a port that no page may reach. The owner is told when it has what this returns.
    queueMicrotask(() => end(failed('refused', describe(error))))
  }

  return {
    write: (bytes) => socket?.send(bytes),
    backlog: () => socket?.bufferedAmount ?? 0,
    close: release
  }
}

/**
 * A socket of Node's packages waits half a minute for the peer's farewell.
 * @param {WebSocket & { terminate?: () => void }} socket
 */
function terminate(socket) {
  socket.terminate?.()
}
