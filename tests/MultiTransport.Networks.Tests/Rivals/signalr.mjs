// SignalR's client with the face that the driver of the scenarios knows.
import './node_modules/@microsoft/signalr/dist/browser/signalr.min.js'
import { face } from './face.mjs'

export function connect(url) {
  const { signalR } = globalThis
  let transport = null
  const log = (_, text) => (transport = /Selecting transport '(\w+)'/.exec(text)?.[1] ?? transport)
  const connection = new signalR.HubConnectionBuilder().withUrl(String(url)).configureLogging({ log }).build()
  const session = face(url, {
    transport: () => transport,
    send: text => connection.send('Message', text),
    close: () => connection.stop(),
  })
  connection.on('message', session.hear)
  connection.onclose(error => session.end(error ?? new Error('closed')))
  connection.start().then(session.open, session.end)
  return session
}
