import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asked, follow, on, start } from '../support/follow.js'
import { assertNothingLeft, codeOf } from '../support/session.js'
import { createTopicServer } from '../support/topics.js'
import { Type } from '../support/world.js'

describe('subscribe', () => {
  test('what is asked for in the first turn rides on negotiate, and the first messages on its answer', async () => {
    const { world, topics, session } = start({ offer: ['longpoll'] })
    for (const text of ['a', 'b', 'c']) topics.publish('news', text)
    const news = session.subscribe('news', { last: 2 })
    const lines = follow(news)
    assert.deepEqual([news.topic, news.state, news.epoch, news.position], ['news', 'subscribing', null, null])
    await world.settle()
    await news.ready
    assert.deepEqual(lines, ['2 b', '3 c'])
    assert.deepEqual([news.state, news.epoch, news.position], ['subscribed', 'one', 3])
    assert.deepEqual(world.paths, ['negotiate', 'poll'])
    assert.equal(world.requests[1].attach.received, 3)
    await session.close()
    assert.equal(news.state, 'closed')
    assert.deepEqual(lines.slice(2), ['close closed'])
    await assertNothingLeft(world)
  })

  test('a server that takes no frames with negotiate gets them with the first poll', async () => {
    const { world, session } = start({ offer: ['longpoll'] })
    world.intercept = ({ path, init }) => path === 'negotiate' && String.fromCharCode(...init.body).includes('"frame"')
      ? new Response('{"title":"x","status":400,"code":"body-malformed","detail":"x"}', { status: 400, headers: { 'content-type': 'application/problem+json' } }) : undefined
    const news = session.subscribe('news')
    await world.settle()
    await news.ready
    assert.deepEqual(world.paths.slice(0, 3), ['negotiate', 'negotiate', 'poll'])
    await session.close()
  })

  for (const rung of ['websocket', 'sse', 'stream', 'longpoll', 'shortpoll']) {
    test(`${rung}: keys, publishers, texts, bytes and large ones come as they are`, async () => {
      const { world, topics, session } = await on(rung)
      const lines = follow(session.subscribe('t'))
      await world.advance(1000)
      topics.publish('t', { text: 'hi', key: 'k\u00e9', publisher: 'ann' })
      topics.publish('t', { binary: [1, 2], publisher: 'bob' })
      topics.publish('t', { text: '', key: 'k' })
      topics.publish('t', 'x'.repeat(60000))
      await world.advance(1000)
      assert.deepEqual(lines.slice(0, 3), ['1 hi k\u00e9 ann', '2 1,2 bob', '3  k'])
      assert.equal(lines[3].length, 60002)
      assert.equal(lines.length, 4)
      await session.close()
      await assertNothingLeft(world)
    })
  }

  test('subscribing twice gives the same object and asks once; a closed one is forgotten', async () => {
    const { world, topics, session } = start()
    const first = session.subscribe('a')
    assert.equal(session.subscribe('a', { last: 5 }), first)
    await world.settle()
    assert.equal(session.subscribe('a'), first)
    assert.deepEqual(asked(topics), ['subscribe a'])
    await first.unsubscribe()
    const second = session.subscribe('a')
    assert.notEqual(second, first)
    await world.settle()
    await second.ready
    assert.deepEqual(asked(topics), ['subscribe a', 'unsubscribe a', 'subscribe a'])
    await session.close()
  })

  test('after unsubscribe nothing comes, though the server goes on until it has heard it', async () => {
    const { world, topics, session } = await on('stream')
    const news = session.subscribe('news')
    const lines = follow(news)
    await world.settle()
    topics.publish('news', 'a')
    await world.settle()
    const left = news.unsubscribe()
    topics.publish('news', 'b')
    await world.settle()
    await left
    assert.deepEqual(lines, ['1 a', 'close closed-by-client'])
    assert.equal(topics.of('news').subscribers.size, 0)
    await world.advance(6000)
    assert.deepEqual(world.requests.flatMap(({ frames = [] }) => frames).filter(([type]) => type === Type.fail), [])
    assert.equal(world.session.acked, world.session.numbered)
    await news.unsubscribe()
    await session.close()
    await assertNothingLeft(world)
  })

  test('one unsubscribed and subscribed again at once goes on with the new one', async () => {
    const { world, topics, session } = await on('websocket')
    const before = session.subscribe('news')
    const old = follow(before)
    await world.settle()
    before.unsubscribe()
    const lines = follow(session.subscribe('news'))
    topics.publish('news', 'to the old one')
    await world.settle()
    topics.publish('news', 'to the new one')
    await world.settle()
    assert.deepEqual([old, lines], [['close closed-by-client'], ['2 to the new one']])
    await session.close()
  })

  test('what is refused closes with the code', async () => {
    const { world, topics, session } = start()
    topics.intercept = ({ topic }) => topic
    for (const code of ['topic-unknown', 'topic-forbidden', 'topic-limit', 'topic-malformed', 'operation-malformed', 'not-supported']) {
      const news = session.subscribe(code)
      const lines = follow(news)
      await world.settle()
      assert.equal(await codeOf(news.ready), code)
      assert.deepEqual([news.state, ...lines], ['closed', `close ${code}`])
    }
    assert.equal(session.state, 'open')
    await session.close()
    await assertNothingLeft(world)
  })

  for (const code of ['history-unavailable', 'too-many-requests']) {
    test(`${code} is asked again after the back-off`, async () => {
      const { world, topics, session } = start({ random: () => 0.999 })
      let refusals = 3
      topics.intercept = () => refusals-- > 0 ? code : undefined
      const news = session.subscribe('news', { since: { position: 0 } })
      topics.publish('news', 'a')
      const lines = follow(news)
      await world.advance(0)
      assert.equal(topics.log.length, 1)
      await world.advance(250)
      assert.equal(topics.log.length, 2)
      await world.advance(400)
      assert.equal(topics.log.length, 2)
      await world.advance(100)
      assert.equal(topics.log.length, 3)
      await world.advance(1000)
      assert.deepEqual(asked(topics), Array(4).fill('subscribe news @0'))
      assert.deepEqual(lines, ['1 a'])
      await session.close()
      await assertNothingLeft(world)
    })
  }

  test('an unsubscribe that is put off is asked again, and ends nothing newer', async () => {
    const { world, topics, session } = await on('websocket')
    const first = session.subscribe('a')
    await world.settle()
    let refusals = 1
    topics.intercept = ({ op }) => op === 'unsubscribe' && refusals-- > 0 ? 'too-many-requests' : undefined
    await first.unsubscribe()
    await world.advance(250)
    assert.deepEqual(asked(topics), ['subscribe a', 'unsubscribe a', 'unsubscribe a'])
    assert.equal(topics.of('a').subscribers.size, 0)
    const second = session.subscribe('a')
    await world.settle()
    refusals = 2
    topics.intercept = () => refusals-- > 0 ? 'too-many-requests' : undefined
    second.unsubscribe()
    const lines = follow(session.subscribe('a'))
    await world.advance(250)
    assert.deepEqual(asked(topics).slice(4), ['unsubscribe a', 'subscribe a', 'unsubscribe a', 'subscribe a'])
    topics.publish('a', 'x')
    await world.settle()
    assert.deepEqual(lines, ['1 x'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('an unsubscribe that is put off for longer than what is newer ends nothing', async () => {
    const waits = [0.999, 0.1]
    let isTold = false
    const { world, topics, session } = await on('websocket', { random: () => isTold ? waits.shift() ?? 0.5 : 0.5 })
    const first = session.subscribe('a')
    await world.settle()
    isTold = true
    let refusals = 2
    topics.intercept = () => refusals-- > 0 ? 'too-many-requests' : undefined
    void first.unsubscribe()
    const lines = follow(session.subscribe('a'))
    await world.advance(1000)
    topics.publish('a', 'x')
    await world.settle()
    assert.deepEqual(lines, ['1 x'])
    await session.close()
  })

  test('an answer that comes after unsubscribe opens nothing', async () => {
    const { world, topics, session } = await on('websocket')
    const news = session.subscribe('news')
    const left = news.unsubscribe()
    const lines = follow(news)
    await left
    topics.publish('news', 'x')
    await world.settle()
    assert.deepEqual([news.state, lines], ['closed', []])
    assert.deepEqual(asked(topics), ['subscribe news', 'unsubscribe news'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('operations count against no limit of bytes', async () => {
    const { world, session } = start({ connect: { queue: { bytes: 1 } } })
    world.limits = { ...world.limits, message: 16 }
    await world.settle()
    const news = session.subscribe('x'.repeat(255))
    await world.settle()
    await news.ready
    assert.deepEqual((await news.history()).messages, [])
    await session.close()
  })

  test('a subscription that is there already is not moved', async () => {
    const { world, topics, session } = await on('websocket')
    const news = session.subscribe('news')
    const lines = follow(news)
    await world.settle()
    topics.publish('news', 'a')
    for (const position of [0, 1, 9]) topics.event(world.session, { subscribed: { topic: 'news', index: 1, epoch: 'one', position } })
    topics.publish('news', 'b')
    await world.settle()
    assert.deepEqual(lines, ['1 a', '2 b'])
    await session.close()
  })

  test('an answer that never comes is asked for again, from the start', async () => {
    const { world, topics, session } = await on('websocket')
    topics.intercept = () => topics.log.length === 1 ? 'silent' : undefined
    const news = session.subscribe('news')
    await world.advance(30000)
    await world.advance(500)
    assert.deepEqual(asked(topics), ['subscribe news', 'unsubscribe news', 'subscribe news'])
    assert.equal(news.state, 'subscribed')
    await session.close()
    await assertNothingLeft(world)
  })

  test('its place among the messages is kept', async () => {
    const { world, session } = start()
    void session.send('login')
    session.subscribe('news')
    void session.send('after')
    await world.settle()
    assert.deepEqual(world.session.taken.map((text) => /login|after|subscribe/.exec(text)?.[0]), ['login', 'subscribe', 'after'])
    await session.close()
  })

  test('where a place was kept it counts, else the newest; in the history too', async () => {
    const { world, topics, session } = start()
    const news = session.subscribe('news', { since: { epoch: 'one', position: 0 }, last: 5 })
    session.subscribe('other', { since: null, last: 5 })
    void news.history({ since: { position: 7 }, before: 3 })
    void news.history({ since: null, before: 3 })
    await world.settle()
    assert.deepEqual(topics.log.map(({ session: _, op, topic, ...wish }) => wish), [{ since: { epoch: 'one', position: 0 } }, { last: 5 }, { since: { position: 7 } }, { before: 3 }])
    await session.close()
  })

  const wrongs = [
    [(session) => session.subscribe(5), /^topic is 5; accepted is a string of 1 to 255 bytes/],
    [(session) => session.subscribe(''), /^topic is "";/],
    [(session) => session.subscribe(' a'), /^topic/], [(session) => session.subscribe('a '), /^topic/],
    [(session) => session.subscribe('a*'), /^topic/], [(session) => session.subscribe('a\nb'), /^topic/],
    [(session) => session.subscribe('a\u2028'), /^topic/], [(session) => session.subscribe('\ud800'), /^topic/],
    [(session) => session.subscribe('\u20ac'.repeat(86)), /^topic/],
    [(session) => session.subscribe('a', { last: 1001 }), /^last is 1001; accepted is a whole number from 0 to 1000\.$/],
    [(session) => session.subscribe('a', { last: 1.5 }), /^last/],
    [(session) => session.subscribe('a', { since: 7 }), /^since is 7; accepted is \{ epoch, position \}/],
    [(session) => session.subscribe('a', { since: { epoch: null, position: null } }), /^since/],
    [(session) => session.subscribe('a', { since: { epoch: 1, position: 1 } }), /^since/]
  ]
  for (const [call, message] of wrongs) {
    test(`a wrong argument is shown with its value: ${message}, ${call}`, async () => {
      const { session } = start()
      assert.throws(() => call(session), { name: 'TypeError', message })
      await session.close()
    })
  }

  test('names at the limits are names', async () => {
    const { world, session } = start()
    for (const name of ['\u20ac'.repeat(85), 'a b', '\ud83d\ude00', 'x'.repeat(255)]) session.subscribe(name)
    await world.settle()
    assert.equal(session.subscribe('a b').state, 'subscribed')
    await session.close()
  })

  test('on a closed session it closes', async () => {
    const { world, session } = start()
    await session.close()
    const news = session.subscribe('news')
    const lines = follow(news)
    assert.equal(await codeOf(news.ready), 'closed')
    assert.deepEqual(lines, ['close closed'])
    assert.equal(await codeOf(news.history()), 'closed')
    await assertNothingLeft(world)
  })

  test('the conflated are spared numbers without a gap', async () => {
    const { world, topics, session } = start({ topics: createTopicServer({ conflated: ['prices'] }) })
    const lines = follow(session.subscribe('prices'))
    await world.settle()
    const topic = topics.of('prices')
    topics.publish('prices', { text: '1', key: 'A' })
    topic.position = 8
    topics.publish('prices', { text: '2', key: 'A' })
    await world.settle()
    assert.deepEqual(lines, ['1 1 A', '9 2 A'])
    await session.close()
  })

  test('a number that is missing is a gap', async () => {
    const { world, topics, session } = await on('websocket')
    const lines = follow(session.subscribe('news'))
    await world.settle()
    topics.publish('news', 'a')
    topics.of('news').position = 4
    topics.publish('news', 'e')
    await world.settle()
    assert.deepEqual(lines, ['1 a', 'gap unknown 2-4', '5 e'])
    await session.close()
  })

  test('a store that went back: lower numbers than before are new', async () => {
    const { world, topics, session } = await on('websocket')
    const news = session.subscribe('news')
    const lines = follow(news)
    await world.settle()
    for (const text of ['a', 'b', 'c']) topics.publish('news', text)
    topics.event(world.session, { gap: { topic: 'news', why: 'ahead', epoch: 'other', position: 1 } })
    topics.of('news').position = 1
    topics.publish('news', 'new b')
    await world.settle()
    assert.deepEqual(lines, ['1 a', '2 b', '3 c', 'gap ahead', '2 new b'])
    assert.deepEqual([news.epoch, news.position], ['other', 2])
    await session.close()
  })

  test('the server says what was lost, who came, and that it ended', async () => {
    const { world, topics, session } = await on('websocket')
    const news = session.subscribe('news', { presence: true })
    const lines = follow(news)
    await world.settle()
    assert.equal(topics.log[0].presence, true)
    topics.event(world.session, { presence: { topic: 'news', joined: ['ann'], left: ['bob', 'cy'], anonymous: 3 } })
    topics.event(world.session, { gap: { topic: 'news', why: 'evicted', from: 1, to: 4 } })
    topics.of('news').position = 4
    topics.publish('news', 'e')
    topics.event(world.session, { unsubscribed: { topic: 'news', code: 'topic-forbidden' } })
    topics.publish('news', 'nobody is there')
    await world.settle()
    assert.deepEqual(lines, ['presence +ann -bob,cy 3', 'gap evicted 1-4', '5 e', 'close topic-forbidden'])
    assert.deepEqual([news.state, news.position], ['closed', 5])
    assert.equal(session.state, 'open')
    await session.close()
    await assertNothingLeft(world)
  })

  test('what the server subscribes by itself is announced before its first message', async () => {
    const { world, topics, session } = await on('websocket')
    const lines = []
    session.onsubscription = ({ subscription }) => {
      lines.push(`subscription ${subscription.topic}`)
      follow(subscription, lines)
    }
    const topic = topics.of('inbox')
    topic.position = 7
    topic.subscribers.add(world.session)
    topics.event(world.session, { subscribed: { topic: 'inbox', index: topic.index, epoch: 'one', position: 7, gap: { why: 'evicted', from: 1, to: 7 } } })
    topics.publish('inbox', 'x')
    await world.settle()
    assert.deepEqual(lines, ['subscription inbox', 'gap evicted 1-7', '8 x'])
    assert.equal(session.subscribe('inbox').position, 8)
    assert.equal(topics.log.length, 0)
    await session.close()
  })
})

describe('publish', () => {
  for (const rung of ['websocket', 'longpoll']) {
    test(`${rung}: it is in the topic, in order with what is sent`, async () => {
      const { world, topics, session } = start({ offer: [rung, 'longpoll'] })
      const lines = follow(session.subscribe('chat'))
      const all = [session.publish('chat', 'hi'), session.publish('chat', new Uint8Array([7]), { key: 'k' }), session.publish('chat', new Blob(['blob'])), session.send('message')]
      await world.settle()
      await Promise.all(all)
      assert.deepEqual(lines, ['1 hi', '2 7 k', '3 98,108,111,98'])
      assert.deepEqual(topics.log.slice(1).map(({ publish, options, key }) => [publish, options, key]), [['chat', 0, undefined], ['chat', 1, 'k'], ['chat', 0, undefined]])
      assert.equal(world.session.taken.at(-1), 'message')
      await session.close()
      await assertNothingLeft(world)
    })
  }

  test('without an echo, the numbers of its own messages are no gaps', async () => {
    const { world, topics, session } = await on('websocket')
    const lines = follow(session.subscribe('chat'))
    await world.settle()
    void session.publish('chat', 'own', { echo: false })
    void session.publish('chat', 'own', { echo: false, key: 'k' })
    await world.settle()
    topics.publish('chat', 'theirs')
    await world.settle()
    assert.deepEqual(topics.log.filter(({ publish }) => publish).map(({ options }) => options), [2, 3])
    assert.deepEqual(lines, ['3 theirs'])
    topics.of('chat').position = 5
    topics.publish('chat', 'more')
    await world.settle()
    assert.deepEqual(lines.slice(1), ['gap unknown 4-5', '6 more'])
    await session.close()
  })

  test('without an echo, one that failed excuses nothing, and neither does what says nothing of a number', async () => {
    const { world, topics, session } = await on('websocket')
    const lines = follow(session.subscribe('chat'))
    await world.settle()
    topics.publish('chat', 'theirs')
    topics.intercept = () => 'too-many-requests'
    assert.equal(await codeOf(session.publish('chat', 'own', { echo: false })), 'too-many-requests')
    for (const skipped of [null, {}, { topic: 'chat' }, { topic: 'chat', position: '2' }, { topic: 'chat', position: -2 }, { topic: 'other', position: 2 }, { topic: 'chat', position: 1 }]) {
      topics.event(world.session, { skipped })
    }
    topics.of('chat').position = 2
    topics.publish('chat', 'more')
    await world.settle()
    assert.deepEqual(lines, ['1 theirs', 'gap unknown 2-2', '3 more'])
    topics.event(world.session, { skipped: { topic: 'chat', position: 6 } })
    await world.settle()
    assert.deepEqual(lines.slice(3), ['gap unknown 4-5'])
    await session.close()
  })

  test('what is refused rejects with the code, and the rest goes on', async () => {
    const { world, topics, session } = await on('websocket')
    topics.intercept = ({ topic }) => topic === 'ok' ? undefined : topic
    const outcomes = ['topic-unknown', 'topic-forbidden', 'key-malformed', 'too-many-requests', 'history-unavailable', 'ok'].map((topic) => codeOf(session.publish(topic, 'x')))
    await world.settle()
    assert.deepEqual(await Promise.all(outcomes), ['topic-unknown', 'topic-forbidden', 'key-malformed', 'too-many-requests', 'history-unavailable', 'resolved'])
    await session.close()
  })

  test('the limit is of what is published, whatever the name of its topic', async () => {
    const { world, session } = await on('websocket')
    const name = 'x'.repeat(255)
    const whole = session.publish(name, 'y'.repeat(65536), { key: 'z'.repeat(255) })
    await world.settle()
    await whole
    assert.equal(await codeOf(session.publish(name, 'y'.repeat(65537))), 'message-too-large')
    await session.close()
  })

  test('a wrong argument rejects, with its value', async () => {
    const { session } = start()
    await assert.rejects(session.publish('*', 'x'), { name: 'TypeError', message: /^topic is "\*";/ })
    await assert.rejects(session.publish('a', {}), { name: 'TypeError', message: /^data is a Object;/ })
    for (const key of ['', 5, 'a\u0000', 'x'.repeat(256)]) await assert.rejects(session.publish('a', 'x', { key }), { name: 'TypeError', message: /^key is / })
    assert.equal(await codeOf(session.publish('a', '\ud800')), 'text-malformed')
    await session.close()
    assert.equal(await codeOf(session.publish('a', 'x')), 'closed')
  })
})
