import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { WebSocket as Socket } from 'ws'
import { topicsClient } from '../support/client.js'
import { follow } from '../support/follow.js'
import { startNetwork } from '../support/network.js'
import { codeOf } from '../support/session.js'

/** A server of tests/MultiTransport.Conformance, which runs this. */
const base = process.env.MULTITRANSPORT_TOPICS
const skip = base ? false : 'MULTITRANSPORT_TOPICS is not the address of a server with topics; tests/MultiTransport.Conformance runs this with one'
const WebSocket = globalThis.WebSocket ?? Socket
const rungs = ['websocket', 'sse', 'stream', 'longpoll', 'shortpoll']
let names = 0
/** A topic that nobody else has. */
const fresh = (kind = 'open') => `${kind}:${process.pid}-${++names}`

const ask = async (what, query) => {
  const answer = await fetch(`${base}server/${what}?${new URLSearchParams(query)}`, { method: 'POST' })
  assert.ok(answer.ok, `${what}: ${answer.status} ${await answer.clone().text()}`)
  return answer.text()
}
const publish = (topic, text, more = {}) => ask('publish', { topic, text, ...more })
const connect = (t, options = {}, url = `${base}realtime`) => {
  const session = topicsClient.connect(url, { WebSocket, verdicts: null, pollInterval: 20, ...options })
  t.after(() => session.close())
  return session
}

/** Resolves when an event comes for which that holds. */
const until = (target, type, holds = () => true) => new Promise((resolve) => {
  target.addEventListener(type, function look(event) {
    if (!holds(event)) return
    target.removeEventListener(type, look)
    resolve(event)
  })
})
const on = (session, name) => session.transport === name ? undefined : until(session, 'transport', ({ to }) => to === name)
const message = (subscription, position) => subscription.position >= position ? undefined : until(subscription, 'message', (event) => event.position >= position)

describe('topics of a real server', { skip }, () => {
  for (const rung of rungs) {
    test(`${rung}: replay, live, bytes, large ones and keys, in order with messages`, async (t) => {
      const topic = fresh()
      await publish(topic, 'before')
      const session = connect(t, { transports: [...new Set([rung, 'shortpoll'])] })
      const news = session.subscribe(topic, { since: { position: 0 } })
      const lines = follow(news)
      await news.ready
      await on(session, rung)
      const large = 'x\r\n\u20ac'.repeat(8000)
      const texts = ['', 'two\nlines', 'a\r\nb', ' space', '\ufeffmark', large, '\ud83d\ude00'.repeat(15000)]
      const echoed = until(session, 'message')
      await Promise.all([...texts.map((text) => session.publish(topic, text)), session.send('echo')])
      await session.publish(topic, new Uint8Array([0, 255]), { key: 'k\u00e9y' })
      await message(news, texts.length + 2)
      assert.deepEqual(lines, ['1 before', ...texts.map((text, i) => `${i + 2} ${text}`), `${texts.length + 2} 0,255 k\u00e9y`])
      assert.equal((await echoed).data, 'echo')
      assert.deepEqual(session.attempts.filter(({ verdict }) => verdict === 'failed'), [])
      await news.unsubscribe()
      await publish(topic, 'nobody hears it')
      await session.send('after')
      assert.equal(lines.at(-1), 'close closed-by-client')
    })
  }

  test('the first messages cost one exchange', async (t) => {
    const topic = fresh()
    await publish(topic, 'a')
    await publish(topic, 'b')
    const paths = []
    const counting = (url, init) => {
      paths.push(new URL(url).pathname.split('/').at(-1))
      return fetch(url, init)
    }
    const session = connect(t, { transports: ['longpoll'], fetch: counting })
    const news = session.subscribe(topic, { last: 2 })
    const lines = follow(news)
    let polls
    news.addEventListener('message', ({ position }) => { if (position === 2) polls = [...paths] })
    await message(news, 2)
    assert.deepEqual(lines, ['1 a', '2 b'])
    assert.deepEqual(polls, ['negotiate'])
  })

  for (const transports of [['websocket', 'longpoll'], ['sse', 'longpoll'], ['longpoll'], rungs]) {
    test(`each message once and in order, however often sessions are lost and connections cut: ${transports.join(', ')}`, async (t) => {
      const network = await startNetwork(base)
      t.after(() => network.stop())
      const topic = fresh()
      const session = connect(t, { transports, random: () => 0.01 }, `${network.url}/realtime`)
      const news = session.subscribe(topic)
      await news.ready
      const got = []
      const gaps = []
      let losses = 0
      news.addEventListener('message', ({ position, data }) => got.push(`${position} ${data}`))
      news.addEventListener('gap', (event) => gaps.push(event))
      const count = 400
      const all = message(news, count)
      for (let i = 1; i <= count; i++) {
        await publish(topic, `text ${i}`)
        if (i % 9 === 0) network.cut(() => i % 2 === 0)
        if (i % 60 !== 0) continue
        const { id } = session
        losses++
        const again = until(session, 'open', ({ renewed }) => renewed)
        await ask('lose', { session: id })
        await again
      }
      await all
      assert.deepEqual(gaps, [])
      assert.deepEqual(got, Array.from({ length: count }, (_, i) => `${i + 1} text ${i + 1}`))
      assert.equal(losses, 6)
    })
  }

  test('what the history is past is told by a gap, and the rest comes', async (t) => {
    const topic = fresh('short')
    const session = connect(t)
    const news = session.subscribe(topic)
    const lines = follow(news)
    await news.ready
    await publish(topic, 'a')
    await message(news, 1)
    const network = until(session, 'state', ({ to }) => to === 'reconnecting')
    await ask('lose', { session: session.id })
    for (const text of ['b', 'c', 'd', 'e', 'f']) await publish(topic, text)
    await network
    await message(news, 6)
    const gap = lines.find((line) => line.startsWith('gap'))
    // It may have been back before the last one was published.
    if (gap) assert.match(gap, /^gap evicted 2-[23]$/)
    assert.equal(lines.at(-1), '6 f')
    const other = session.subscribe(fresh('short'), { since: { epoch: 'another', position: 9 } })
    const late = follow(other)
    await other.ready
    assert.deepEqual(late, ['gap epoch'])
    assert.equal(session.subscribe(topic), news)
    await news.unsubscribe()
    const again = session.subscribe(topic, { since: { epoch: news.epoch, position: 1 } })
    const evicted = follow(again)
    await message(again, 6)
    assert.deepEqual(evicted, ['gap evicted 2-3', '4 d', '5 e', '6 f'])
    const ahead = session.subscribe(fresh('short'), { since: { epoch: news.epoch, position: 7 } })
    const told = follow(ahead)
    await ahead.ready
    assert.deepEqual(told, ['gap ahead'])
  })

  test('codes', async (t) => {
    const session = connect(t)
    assert.equal(await codeOf(session.subscribe('nothing-of-that-name').ready), 'topic-unknown')
    assert.equal(await codeOf(session.subscribe('secret').ready), 'topic-forbidden')
    assert.equal(await codeOf(session.publish('nothing-of-that-name', 'x')), 'topic-unknown')
    assert.equal(await codeOf(session.publish('read:1', 'x')), 'topic-forbidden')
    const read = session.subscribe('read:1')
    await read.ready
    assert.equal(await codeOf(read.presence()), 'topic-forbidden')
    const plain = connect(t, {}, `${base}plain`)
    assert.equal(await codeOf(plain.subscribe('read:1').ready), 'not-supported')
    assert.equal(await codeOf(plain.publish('read:1', 'x')), 'not-supported')
    await plain.send('lives')
  })

  test('more subscriptions than a session may have', async (t) => {
    const session = connect(t)
    const all = Array.from({ length: 130 }, () => session.subscribe(fresh()))
    const codes = await Promise.all(all.map(({ ready }) => codeOf(ready)))
    assert.deepEqual([...new Set(codes.slice(0, 128))], ['resolved'])
    assert.deepEqual(codes.slice(128), ['topic-limit', 'topic-limit'])
    const again = until(session, 'open', ({ renewed }) => renewed)
    await ask('lose', { session: session.id })
    await again
    await publish(all[127].topic, 'x')
    await message(all[127], 1)
    assert.deepEqual([...new Set(all.slice(0, 128).map(({ state }) => state))], ['subscribed'])
  })

  test('history', async (t) => {
    const topic = fresh()
    const session = connect(t)
    const news = session.subscribe(topic)
    assert.deepEqual(await news.history(), { epoch: news.epoch, first: 0, last: 0, messages: [], more: false })
    await session.publish(topic, 'a', { key: 'k' })
    await session.publish(topic, new Uint8Array([1, 2]))
    await session.publish(topic, 'c')
    const page = await news.history({ limit: 2 })
    assert.deepEqual([page.first, page.last, page.more, page.messages.map(({ position }) => position)], [1, 3, true, [2, 3]])
    assert.deepEqual([...new Uint8Array(page.messages[0].data)], [1, 2])
    const before = await news.history({ before: 2 })
    assert.deepEqual([before.more, before.messages.map(({ data, key, publisher }) => [data, key, publisher])], [false, [['a', 'k', null]]])
    assert.ok(Math.abs(before.messages[0].time - Date.now()) < 60000)
    const after = await news.history({ since: { epoch: page.epoch, position: 1 }, limit: 1 })
    assert.deepEqual([after.more, after.messages.map(({ position }) => position)], [true, [2]])
  })

  test('presence', async (t) => {
    const topic = fresh('room')
    const session = connect(t)
    const room = session.subscribe(topic, { presence: true })
    await room.ready
    const two = until(room, 'presence', ({ anonymous }) => anonymous === 2)
    const other = topicsClient.connect(`${base}realtime`, { WebSocket, verdicts: null })
    await other.subscribe(topic).ready
    assert.deepEqual(await room.presence(), { users: [], anonymous: 2, more: false })
    const { joined, left } = await two
    assert.deepEqual([joined, left], [[], []])
    const one = until(room, 'presence', ({ anonymous }) => anonymous === 1)
    await other.close()
    await one
  })

  test('without an echo, its own messages are no gaps', async (t) => {
    const topic = fresh()
    const [session, other] = [connect(t), connect(t)]
    const lines = follow(session.subscribe(topic))
    const theirs = session.subscribe(topic)
    await theirs.ready
    const heard = other.subscribe(topic)
    const others = follow(heard)
    await heard.ready
    for (let i = 0; i < 5; i++) {
      void session.publish(topic, 'own', { echo: false })
      if (i % 2) await other.publish(topic, 'theirs')
    }
    await session.publish(topic, 'with an echo')
    await message(theirs, 8)
    await message(heard, 8)
    assert.deepEqual(lines.filter((line) => line.startsWith('gap')), [])
    assert.deepEqual(lines.map((line) => line.replace(/^\d+ /, '')), ['theirs', 'theirs', 'with an echo'])
    assert.equal(others.length, 8)
  })

  test('conflated: a reader that is slow gets the newest of each key', async (t) => {
    const topic = fresh('prices')
    const session = connect(t, { transports: ['shortpoll'], pollInterval: 200 })
    const prices = session.subscribe(topic)
    const lines = follow(prices)
    await prices.ready
    for (let i = 1; i <= 100; i++) await publish(topic, `${i}`, { key: i % 2 ? 'odd' : 'even' })
    await message(prices, 100)
    assert.ok(lines.length < 100, `${lines.length}`)
    assert.deepEqual(lines.filter((line) => line.startsWith('gap')), [])
    assert.deepEqual(lines.slice(-2), ['99 99 odd', '100 100 even'])
  })

  test('what the server subscribes and ends by itself', async (t) => {
    const topic = fresh()
    await publish(topic, 'a')
    const session = connect(t)
    await session.send('open')
    const announced = until(session, 'subscription')
    await ask('subscribe', { session: session.id, topic })
    const { subscription } = await announced
    const lines = follow(subscription)
    await message(subscription, 1)
    const closed = until(subscription, 'close')
    await ask('unsubscribe', { session: session.id, topic })
    await closed
    assert.deepEqual(lines, ['1 a', 'close topic-forbidden'])
    assert.equal(session.state, 'open')
  })

  test('a reader that is not there holds nobody up, and gets everything when it is', async (t) => {
    const topic = fresh()
    const session = connect(t)
    const news = session.subscribe(topic)
    await news.ready
    const count = 1500
    for (let i = 1; i <= count; i += 50) await Promise.all(Array.from({ length: 50 }, () => publish(topic, 'x')))
    const got = []
    const gaps = []
    news.addEventListener('gap', (event) => gaps.push(event))
    news.addEventListener('message', ({ position }) => got.push(position))
    await message(news, count)
    assert.deepEqual(gaps, [])
    assert.deepEqual(got, Array.from({ length: count }, (_, i) => i + 1))
  })
})
