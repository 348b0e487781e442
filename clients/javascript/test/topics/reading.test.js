import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { follow, on, start } from '../support/follow.js'
import { assertNothingLeft, codeOf } from '../support/session.js'
import { messagePayload } from '../support/topics.js'
import { encodeText, Type } from '../support/world.js'

async function subscribed(rung = 'websocket') {
  const started = await on(rung)
  const news = started.session.subscribe('news')
  await started.world.settle()
  return { ...started, news }
}

describe('messages of a subscription', () => {
  test('are kept until somebody listens, and are not acked before', async () => {
    const { world, topics, session, news } = await subscribed()
    topics.publish('news', 'a')
    topics.publish('news', 'b')
    await world.advance(6000)
    const before = world.session.acked
    const lines = follow(news)
    await world.settle()
    await world.advance(6000)
    assert.deepEqual(lines, ['1 a', '2 b'])
    assert.equal(world.session.acked - before, 2)
    await session.close()
  })

  test('hold up no other subscription, and not the session', async () => {
    const { world, topics, session } = await subscribed()
    const others = follow(session.subscribe('other'))
    const texts = []
    session.onmessage = ({ data }) => texts.push(data)
    await world.settle()
    topics.publish('news', 'nobody listens')
    topics.publish('other', 'a')
    world.session.text('b')
    await world.settle()
    assert.deepEqual([others, texts], [['1 a'], ['b']])
    await session.close()
  })

  test('that nobody took are acked when it is unsubscribed', async () => {
    const { world, topics, session, news } = await subscribed()
    topics.publish('news', 'a')
    await world.settle()
    void news.unsubscribe()
    await world.advance(6000)
    assert.equal(world.session.acked, world.session.numbered)
    await session.close()
  })

  test('go to iterators, each at its own pace; the position is that of the last that came out', async () => {
    const { world, topics, session, news } = await subscribed()
    const iterator = news[Symbol.asyncIterator]()
    const first = iterator.next()
    await world.settle()
    topics.publish('news', { text: 'a', key: 'k' })
    topics.publish('news', 'b')
    await world.settle()
    assert.deepEqual(await first, { done: false, value: { data: 'a', position: 1, key: 'k', publisher: null } })
    assert.equal(news.position, 1)
    const acked = () => world.advance(6000).then(() => world.session.acked)
    const before = await acked()
    assert.equal((await iterator.next()).value.data, 'b')
    assert.equal(news.position, 2)
    assert.equal(await acked() - before, 1)
    await iterator.return()
    assert.equal(await acked() - before, 2)
    await session.close()
  })

  test('end an iteration with the subscription', async () => {
    const { world, topics, session, news } = await subscribed()
    const got = []
    const loop = (async () => {
      for await (const { data } of news) {
        got.push(data)
        if (data === 'b') void news.unsubscribe()
      }
    })()
    await world.settle()
    for (const text of ['a', 'b', 'c']) topics.publish('news', text)
    await world.settle()
    await loop
    assert.deepEqual(got, ['a', 'b'])
    const other = session.subscribe('other')
    const rest = (async () => { for await (const { data } of other) got.push(data) })()
    await world.settle()
    topics.publish('other', 'd')
    topics.event(world.session, { unsubscribed: { topic: 'other', code: 'closed' } })
    await world.settle()
    await rest
    assert.deepEqual(got, ['a', 'b', 'd'])
    await world.advance(6000)
    assert.equal(world.session.acked, world.session.numbered)
    await session.close()
  })

  test('a listener that throws harms nobody', async (t) => {
    const { world, topics, session, news } = await subscribed()
    const thrown = []
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (error) => thrown.push(error.message))
    t.after(() => {
      process.removeAllListeners('uncaughtException')
      for (const one of listeners) process.on('uncaughtException', one)
    })
    news.addEventListener('message', () => { throw new Error('theirs') })
    const lines = follow(news)
    topics.publish('news', 'a')
    await world.settle()
    assert.deepEqual(lines, ['1 a'])
    assert.deepEqual(thrown, ['theirs'])
    await session.close()
  })
})

describe('history and presence', () => {
  test('are answered as they are, with what a message has', async () => {
    const { world, topics, session, news } = await subscribed('longpoll')
    topics.publish('news', { text: 'a', key: 'k', publisher: 'ann' })
    topics.publish('news', 'b')
    topics.intercept = ({ op }) => op === 'history' ? { epoch: 'one', first: 1, last: 9, more: true, messages: [{ position: 1, time: 5, text: 'a', key: 'k', publisher: 'ann' }, { position: 2, time: 6, binary: 'AQI=' }] } : undefined
    const [page, presence] = [news.history({ since: { epoch: 'one', position: 0 }, limit: 2 }), news.presence()]
    await world.settle()
    const { messages, ...rest } = await page
    assert.deepEqual(rest, { epoch: 'one', first: 1, last: 9, more: true })
    assert.deepEqual(messages[0], { position: 1, time: 5, data: 'a', key: 'k', publisher: 'ann' })
    assert.deepEqual([...new Uint8Array(messages[1].data), messages[1].key, messages[1].publisher], [1, 2, null, null])
    assert.deepEqual(await presence, { users: [{ user: 'ann', sessions: 2 }], anonymous: 1, more: false })
    assert.deepEqual(topics.log.find(({ op }) => op === 'history'), { session: world.session.id, op: 'history', topic: 'news', since: { epoch: 'one', position: 0 }, limit: 2 })
    await session.close()
    await assertNothingLeft(world)
  })

  test('are refused with the code, and not asked again', async () => {
    const { world, topics, session, news } = await subscribed()
    topics.intercept = () => 'history-unavailable'
    const asked = [codeOf(news.history()), codeOf(news.presence())]
    await world.advance(60000)
    assert.deepEqual(await Promise.all(asked), ['history-unavailable', 'history-unavailable'])
    assert.equal(topics.log.length, 3)
    topics.intercept = () => 'silent'
    const late = codeOf(news.history({ before: 7 }))
    await world.advance(30000)
    assert.equal(await late, 'timeout')
    await session.close()
  })

  test('wrong arguments reject', async () => {
    const { session, news } = await subscribed()
    for (const [options, name] of [[{ limit: 0 }, 'limit'], [{ limit: 101 }, 'limit'], [{ before: 0 }, 'before'], [{ before: '7' }, 'before'], [{ since: {} }, 'since']]) {
      await assert.rejects(news.history(options), { name: 'TypeError', message: new RegExp(`^${name} is `) })
    }
    await session.close()
  })
})

describe('hostile', () => {
  const answers = ['raw:', 'raw:null', 'raw:[]', 'raw:5', 'raw:"x"', 'raw:{}', 'raw:{"index":-1,"epoch":"e","position":0}', 'raw:{"index":0,"epoch":"e","position":0}', 'raw:{"index":1,"epoch":7,"position":0}',
    'raw:{"index":1,"epoch":"e","position":1.5}', 'raw:{"index":1,"epoch":"e"}', `raw:${'['.repeat(5000)}`]
  for (const answer of answers) {
    test(`an answer of the wrong shape fails what was asked: ${answer.slice(0, 60)}`, async () => {
      const { world, topics, session, news } = await subscribed()
      topics.intercept = () => answer
      const other = session.subscribe('other')
      const lines = follow(other)
      const asked = [codeOf(other.ready), codeOf(news.history()), codeOf(news.presence())]
      await world.settle()
      assert.deepEqual(await Promise.all(asked), Array(3).fill('answer-malformed'))
      assert.deepEqual(lines, ['close answer-malformed'])
      assert.deepEqual([session.state, news.state], ['open', 'subscribed'])
      await session.close()
      await assertNothingLeft(world)
    })
  }

  const pages = [{ messages: {} }, { messages: [null] }, { messages: [{}] }, { messages: [{ position: 1, time: 1, binary: '*' }] }, { messages: [{ position: 'x', time: 1, text: '' }] },
    { messages: [{ position: 1, time: 1, text: '', key: 5 }] }, { first: -1 }, { epoch: null }]
  for (const wrong of pages) {
    test(`a page of the wrong shape: ${JSON.stringify(wrong)}`, async () => {
      const { world, topics, session, news } = await subscribed()
      topics.intercept = () => ({ epoch: 'e', first: 0, last: 0, messages: [], ...wrong })
      const page = codeOf(news.history())
      await world.settle()
      assert.equal(await page, 'answer-malformed')
      await session.close()
    })
  }

  test('an answer with a broken gap has one of an unknown kind or none', async () => {
    const { world, topics, session } = await subscribed()
    topics.intercept = ({ topic }) => ({ index: 5, epoch: 'e', position: 3, gap: JSON.parse(topic) })
    for (const [gap, expected] of [['5', []], ['{"why":7}', []], ['{"why":"x","from":"a","to":2}', ['gap x']], ['{"why":"evicted","from":1,"to":2}', ['gap evicted 1-2']]]) {
      const lines = follow(session.subscribe(gap))
      await world.settle()
      assert.deepEqual(lines, expected)
    }
    await session.close()
  })

  const payloads = [
    ['nothing', []], ['an index that is cut', [0x80]], ['no position', [1]], ['no fields', [1, 1]], ['no kind', [1, 1, 0]], ['another kind', [1, 1, 0, 0x78]],
    ['a key that is cut', [1, 1, 1, 5, 0x74]], ['a length that is cut', [1, 1, 1, 0x80]], ['a length over 2^53', [1, 1, 1, ...Array(9).fill(0xff), 1, 0x74]],
    ['an index that was not told', messagePayload(99, { position: 1, text: 'x' })]
  ]
  for (const [what, payload] of payloads) {
    test(`a broken topic message is answered not-supported: ${what}`, async () => {
      const { world, topics, session, news } = await subscribed()
      const lines = follow(news)
      const fails = []
      world.session.receiveAll = ((receive) => (request, connection) => {
        fails.push(...request.frames.filter(([type]) => type === Type.fail).map(([, bytes]) => `${Buffer.from(bytes.subarray(1))}`))
        return receive(request, connection)
      })(world.session.receiveAll)
      world.session.send(Type.topicMessage, Uint8Array.from(payload))
      topics.publish('news', 'after')
      await world.advance(6000)
      assert.deepEqual(lines, ['1 after'])
      assert.deepEqual(fails, ['not-supported'])
      assert.deepEqual([session.state, session.transport], ['open', 'websocket'])
      await session.close()
    })
  }

  test('text that is not UTF-8 is failed, and is a gap; a number that came already is dropped', async () => {
    const { world, session, news } = await subscribed()
    const lines = follow(news)
    const send = (position, ...body) => world.session.send(Type.topicMessage, Uint8Array.from([1, position, 0, ...body]))
    send(1, 0x74, 0xff)
    send(2, 0x74, 0x61)
    send(2, 0x74, 0x62)
    send(0, 0x74, 0x62)
    send(1, 0x74, 0x62)
    await world.settle()
    assert.deepEqual(lines, ['gap unknown 1-1', '2 a'])
    await world.advance(6000)
    assert.equal(world.session.acked, world.session.numbered)
    await session.close()
  })

  test('fields of a later version are skipped', async () => {
    const { world, session, news } = await subscribed()
    const lines = follow(news)
    world.session.send(Type.topicMessage, Uint8Array.from([1, 1, 0x86, 1, 0x75, 2, 0xff, 0xff, 0, 0x74, 0x61]))
    await world.settle()
    assert.deepEqual(lines, ['1 a u'])
    await session.close()
  })

  const events = ['', '{', 'null', '5', '[]', '{"gap":5}', '{"gap":{"topic":"news"}}', '{"subscribed":{"topic":"news"}}', '{"subscribed":{"index":1,"epoch":"e","position":1}}',
    '{"unsubscribed":{}}', '{"presence":{"topic":"news","joined":"ann"}}', '{"presence":{"topic":"news","joined":[5]}}', '{"presence":{"topic":"news","anonymous":"many"}}', '{"presence":{"topic":7}}',
    '{"gap":{"topic":"nobody","why":"evicted","from":1,"to":2}}', '{"unsubscribed":{"topic":"nobody","code":"closed"}}', '{"other":{"topic":"news"}}', '{}', '{"__proto__":{"gap":1}}']
  test('events of the wrong shape, of other topics and of later versions change nothing', async () => {
    const { world, topics, session, news } = await subscribed()
    const lines = follow(news)
    for (const event of events) topics.event(world.session, event)
    world.session.send(Type.topicEvent, new Uint8Array([0xff]))
    topics.publish('news', 'after')
    await world.advance(6000)
    assert.deepEqual(lines, ['1 after'])
    assert.equal(world.session.acked, world.session.numbered)
    assert.deepEqual([session.state, session.transport, session.attempts.filter(({ verdict }) => verdict === 'failed')], ['open', 'websocket', []])
    await session.close()
  })

  test('a session without topics counts what it does not know, and lives', async () => {
    const { world } = start()
    const session = world.connect()
    await world.advance(3000)
    world.session.send(Type.topicMessage, messagePayload(1, { position: 1, text: 'x' }))
    world.session.send(Type.topicEvent, encodeText('{}'))
    await world.advance(6000)
    assert.equal(world.session.acked, 2)
    await session.close()
  })

  test('garbage of any kind never throws', async () => {
    const { world, session, news } = await subscribed()
    const lines = follow(news)
    let seed = 7
    const random = () => (seed = (seed * 16807) % 2147483647)
    for (let i = 0; i < 3000; i++) {
      const payload = Uint8Array.from({ length: random() % 12 }, () => random() % 4 ? random() % 8 : random() % 256)
      world.session.send(i % 2 ? Type.topicMessage : Type.topicEvent, payload)
    }
    await world.advance(10000)
    assert.deepEqual([session.state, session.transport], ['open', 'websocket'])
    assert.ok(lines.every((line) => !line.startsWith('close')))
    await session.close()
    await assertNothingLeft(world)
  })
})
