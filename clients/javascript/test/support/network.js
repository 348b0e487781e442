/** A TCP hop in front of a server, that can cut what goes through it. */

import { createServer, connect } from 'node:net'
import { once } from 'node:events'

/** @param {string} target */
export async function startNetwork(target) {
  const { hostname, port } = new URL(target)
  const pairs = new Set()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const pair = { near, far, bytes: 0 }
    pairs.add(pair)
    const end = () => {
      near.destroy()
      far.destroy()
      pairs.delete(pair)
    }
    for (const [from, to] of [[near, far], [far, near]]) {
      from.setNoDelay()
      from.on('error', end)
      from.on('close', end)
      from.on('data', (chunk) => {
        pair.bytes += chunk.length
        to.write(chunk)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    get count() { return pairs.size },
    /** Resets connections, some with bytes half-way. */
    cut(choose = () => true) {
      for (const { near, far } of [...pairs].filter(choose)) {
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    async stop() {
      this.cut()
      server.close()
    }
  }
}
