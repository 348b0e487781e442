import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { WebSocket as Socket } from 'ws'
import * as sources from '../src/index.js'
import { servedAs } from '../build.mjs'
import { pathToFileURL } from 'node:url'
import { client } from './support/client.js'
import { startNetwork } from './support/network.js'
import { serverPath, startServer } from './support/server.js'

const skip = serverPath ? false : 'MULTITRANSPORT_SERVER does not name the dll of a built MultiTransport.Server'
const WebSocket = globalThis.WebSocket ?? Socket
const built = await import(pathToFileURL(servedAs('client.js')))
const all = ['websocket', 'sse', 'stream', 'longpoll', 'shortpoll']

/** Resolves when the session is on that transport. */
const on = (session, name) => new Promise((resolve, reject) => {
  const look = () => session.transport === name && resolve()
  session.addEventListener('transport', look)
  session.addEventListener('close', ({ code, reason }) => reject(new Error(`${code}: ${reason}`)))
  look()
})

const collect = (session) => {
  const got = []
  let wanted = Infinity
  let reached
  session.addEventListener('message', ({ data }) => {
    got.push(data)
    if (got.length >= wanted) reached()
  })
  return { got, until: (count) => new Promise((resolve) => {
    wanted = count
    reached = resolve
    if (got.length >= count) resolve()
  }) }
}

describe('against the real server', { skip }, () => {
  let server
  before(async () => { server = await startServer() })
  after(() => server?.stop())

  for (const [name, { connect }] of [['sources', sources], ['built client', built]]) {
    for (const transport of all) {
      test(`${name}, ${transport}: echoes everything in order`, async () => {
        const session = connect(`${server.url}/echo`, { transports: [...new Set([transport, 'shortpoll'])], WebSocket, verdicts: null, pollInterval: 50 })
        const { got, until } = collect(session)
        const first = session.send('first')
        await on(session, transport)
        const texts = Array.from({ length: 600 }, (_, i) => `${i}: \u00e9\u20ac\ud83d\ude00\r\n ${'x'.repeat(i % 300)}`)
        await Promise.all([first, ...texts.map((text) => session.send(text)), session.send(new Uint8Array(65536).fill(7)), session.send('\ufeffmark')])
        await until(603)
        assert.deepEqual(got.slice(0, 601), ['first', ...texts])
        assert.deepEqual(new Uint8Array(got[601]), new Uint8Array(65536).fill(7))
        assert.equal(got[602], '\ufeffmark')
        assert.ok(session.counters[transport].up > 0)
        assert.equal(session.attempts.filter(({ verdict }) => verdict === 'failed').length, 0, JSON.stringify(session.attempts))
        await session.close()
        assert.equal(session.bufferedAmount, 0)
      })
    }
  }

  test('requests are answered not-supported by an endpoint without them', async () => {
    const session = client.connect(`${server.url}/echo`, { WebSocket, verdicts: null })
    await assert.rejects(session.request('?'), { code: 'not-supported' })
    await session.close()
  })

  test('nothing of ours at a URL', async () => {
    const session = client.connect(`${server.url}/nowhere`, { WebSocket, verdicts: null })
    assert.equal((await session.closed).code, 'not-found')
  })

  for (const transports of [['websocket', 'longpoll'], ['sse', 'longpoll'], ['stream', 'longpoll'], ['longpoll'], ['shortpoll'], ['websocket'], all]) {
    test(`exactly once and in order, however often the network cuts: ${transports.join(', ')}`, async (t) => {
      const network = await startNetwork(server.url)
      t.after(() => network.stop())
      // A seed of its own, so that a run can be had again.
      let seed = 42
      const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
      const session = client.connect(`${network.url}/echo`, { transports, WebSocket, verdicts: null, pollInterval: 20, random: () => random() / 100 })
      t.after(() => session.close())
      const { got, until } = collect(session)
      const sent = []
      const gaps = []
      session.addEventListener('gap', (event) => gaps.push(event))
      const count = 1500
      const knife = setInterval(() => network.cut(() => random() < 0.5), 60)
      t.after(() => clearInterval(knife))
      for (let i = 0; i < count; i++) {
        sent.push(session.send(`${i} ${'y'.repeat(Math.floor(random() * 2000))}`))
        if (i % 20 === 0) await Promise.race([sent.at(-1), new Promise((resolve) => setTimeout(resolve, 5))])
      }
      await Promise.all(sent)
      clearInterval(knife)
      await until(count)
      assert.deepEqual(got.map((text) => Number(text.split(' ')[0])), Array.from({ length: count }, (_, i) => i))
      assert.deepEqual(gaps, [])
      await session.close()
    })
  }

  test('exactly once and in order while it moves between transports', async (t) => {
    const network = await startNetwork(server.url)
    t.after(() => network.stop())
    const session = client.connect(`${network.url}/echo`, { WebSocket, verdicts: null, pollInterval: 20 })
    t.after(() => session.close())
    const { got, until } = collect(session)
    const sent = []
    for (const [i, rung] of ['websocket', 'shortpoll', 'stream', 'longpoll', 'websocket', 'sse', 'websocket'].entries()) {
      let isThere = false
      const move = () => session.use(rung).then(() => { isThere = true }, move)
      move()
      while (!isThere) {
        sent.push(session.send(`${sent.length} ${'y'.repeat(sent.length % 7 ? 100 : 40000)}`))
        await new Promise((resolve) => setTimeout(resolve, 3))
      }
      if (i % 2) network.cut()
    }
    await Promise.all(sent)
    await until(sent.length)
    assert.deepEqual(got.map((text) => Number(text.split(' ')[0])), sent.map((_, i) => i))
    await session.close()
  })

  test('a server that comes back has another session; what has a key is sent again', async (t) => {
    let own = await startServer()
    t.after(() => own.stop())
    const network = await startNetwork(own.url)
    t.after(() => network.stop())
    const session = client.connect(`${network.url}/echo`, { WebSocket, verdicts: null, random: () => 0.1 })
    t.after(() => session.close())
    const opened = []
    session.addEventListener('open', ({ renewed }) => opened.push(renewed))
    await session.send('before')
    const { id } = session
    await own.stop()
    const keyed = session.send('again', { key: 'again' })
    own = await startServer('--urls', own.url)
    await keyed
    assert.notEqual(session.id, id)
    assert.deepEqual(opened, [false, true])
    await session.close()
  })
})
