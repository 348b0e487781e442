// Start in Node: node node.mjs CONTROL NAME CLIENT_FOLDER. Where Node has no WebSocket, that of the package 'ws' is given to the client.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { watch } from './leftovers.mjs'
import { drive } from './drive.mjs'

const [, , control, name, folder] = process.argv
const require = createRequire(join(folder, 'package.json'))
const missing = typeof WebSocket === 'undefined'
const Socket = missing ? require('ws').WebSocket : WebSocket
const leftovers = watch()
const problems = []
process.on('uncaughtException', error => problems.push(`error: ${error}`))
process.on('unhandledRejection', reason => problems.push(`unhandled rejection: ${reason}`))
const socket = new Socket(control)
drive({
  name,
  control: socket,
  leftovers,
  problems,
  injected: missing ? { WebSocket: leftovers.counted(Socket) } : {},
  load: (_, topics) => import(pathToFileURL(join(folder, 'src', topics ? 'topics' : '', 'index.js'))),
})
socket.addEventListener('close', () => process.exit())
