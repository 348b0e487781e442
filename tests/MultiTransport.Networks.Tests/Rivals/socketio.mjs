// Socket.IO's client with the face that the driver of the scenarios knows.
import { io } from './node_modules/socket.io/client-dist/socket.io.esm.min.js'
import { face } from './face.mjs'

export function connect(url) {
  const address = new URL(url)
  const socket = io(address.origin, { path: `${address.pathname}/socket.io`, forceNew: true })
  const session = face(url, {
    transport: () => socket.io.engine?.transport?.name ?? null,
    send: async text => void socket.emit('message', text),
    close: async () => void socket.close(),
  })
  socket.on('message', session.hear)
  socket.on('connect', session.open)
  return session
}
