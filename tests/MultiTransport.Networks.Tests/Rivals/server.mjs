// Start: node server.mjs PORT PAGE_ORIGIN ROW... An application like that of the matrix: it echoes words, counts numbered texts, and sends as many down when it is asked.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const [, , port, origin, ...rows] = process.argv
const seen = new Map(rows.map(row => [row, []]))
const server = createServer((request, response) => {
  const row = request.url.split('/')[2]
  const numbers = seen.get(row) ?? []
  response.end(JSON.stringify({ received: numbers.length, distinct: new Set(numbers).size }))
})

for (const row of rows) {
  const io = new Server(server, { path: `/${row}/socket.io`, cors: { origin }, destroyUpgrade: false, serveClient: false })
  io.on('connection', socket => socket.on('message', text => {
    if (text.startsWith('#')) {
      seen.get(row).push(parseInt(text.slice(1)))
    } else if (text.startsWith('down ')) {
      const [, count] = text.split(' ')
      for (let number = 1; number <= count; number++) {
        socket.emit('message', `#${number} ${'a plain word '.repeat(number % 15)}`)
      }
    } else {
      socket.emit('message', text)
    }
  }))
}

server.listen(Number(port), '127.0.0.1', () => console.log('listening'))
