import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asked, follow, lose, on, start } from '../support/follow.js'
import { assertNothingLeft, codeOf } from '../support/session.js'
import { createTopicServer } from '../support/topics.js'
import { problem, Type } from '../support/world.js'

describe('after a lost session', () => {
  for (const rung of ['websocket', 'sse', 'longpoll']) {
    test(`${rung}: what was published meanwhile comes, once and in order, before anything else goes up`, async () => {
      const it = await on(rung)
      const { world, topics, session } = it
      const lines = follow(session.subscribe('news'))
      const others = follow(session.subscribe('other', { since: { position: 0 } }))
      await world.settle()
      topics.publish('news', 'a')
      await world.settle()
      const { id } = session
      await lose(it, () => {
        topics.publish('news', 'b')
        topics.publish('news', 'c')
        void session.send('waited', { key: 'w' })
      })
      topics.publish('news', 'd')
      topics.publish('other', 'x')
      await world.settle()
      assert.notEqual(session.id, id)
      assert.deepEqual(lines, ['1 a', '2 b', '3 c', '4 d'])
      assert.deepEqual(others, ['1 x'])
      assert.deepEqual(asked(topics).slice(2), ['subscribe news one@1', 'subscribe other one@0'])
      assert.deepEqual(world.session.taken.map((text) => /waited|news|other/.exec(text)[0]), ['news', 'other', 'waited'])
      await session.close()
      await assertNothingLeft(world)
    })
  }

  const losses = [
    ['what the history is past', { keeps: 2 }, (topics) => ['b', 'c', 'd', 'e'].forEach((text) => topics.publish('news', text)), ['gap evicted 2-3', '4 d', '5 e']],
    ['another store', {}, (topics) => {
      topics.restart()
      topics.publish('news', 'new')
    }, ['gap epoch', '1 new']],
    ['a store that has lost some', {}, (topics) => Object.assign(topics.of('news'), { position: 0, kept: [] }), ['gap ahead']]
  ]
  for (const [what, options, meanwhile, expected] of losses) {
    test(`${what} is told by a gap, in order`, async () => {
      const it = await on('websocket', { topics: createTopicServer(options) })
      const { world, topics, session } = it
      const news = session.subscribe('news')
      const lines = follow(news)
      await world.settle()
      topics.publish('news', 'a')
      await world.settle()
      await lose(it, () => meanwhile(topics))
      assert.deepEqual(lines, ['1 a', ...expected])
      topics.publish('news', 'after')
      await world.settle()
      assert.match(lines.at(-1), /^\d after$/)
      assert.equal(lines.length, expected.length + 2)
      assert.deepEqual([news.epoch, news.position], [topics.epoch, topics.of('news').position])
      await session.close()
    })
  }

  test('a server that begins elsewhere without a word about it is found out', async () => {
    for (const [answer, gap] of [[{ position: 5 }, 'gap unknown 2-5'], [{ position: 0 }, 'gap ahead'], [{ epoch: 'other' }, 'gap epoch'], [{ position: 9, conflated: true }, undefined]]) {
      const it = await on('websocket')
      const { world, topics, session } = it
      const lines = follow(session.subscribe('news'))
      await world.settle()
      topics.publish('news', 'a')
      await world.settle()
      topics.intercept = ({ op }) => op === 'subscribe' ? { index: 1, epoch: 'one', position: 1, ...answer } : undefined
      await lose(it)
      assert.deepEqual(lines.slice(1), gap ? [gap] : [])
      await session.close()
    }
  })

  test('so is a first server that does not begin where it was asked to', async () => {
    for (const [answer, gap] of [[{ position: 9 }, ['gap unknown 6-9']], [{ epoch: 'other' }, ['gap epoch']], [{}, []]]) {
      const { world, topics, session } = start()
      topics.intercept = () => ({ index: 1, epoch: 'one', position: 5, ...answer })
      const lines = follow(session.subscribe('news', { since: { epoch: 'one', position: 5 } }))
      await world.settle()
      assert.deepEqual(lines, gap)
      await session.close()
    }
  })

  test('what the server subscribes by itself before the operation is the same subscription, and what it left out is told', async () => {
    const it = await on('websocket')
    const { world, topics, session } = it
    const lines = follow(session.subscribe('news'))
    await world.settle()
    topics.publish('news', 'a')
    await world.settle()
    topics.intercept = ({ op }, server) => {
      if (op !== 'subscribe') return undefined
      topics.event(server, { subscribed: { topic: 'news', index: 1, epoch: 'one', position: 3 } })
      topics.of('news').subscribers.add(server)
      return 'topic-forbidden'
    }
    await lose(it, () => {
      topics.publish('news', 'b')
      topics.publish('news', 'c')
    })
    topics.publish('news', 'd')
    await world.settle()
    assert.deepEqual(lines, ['1 a', 'gap unknown 2-3', '4 d'])
    await session.close()
  })

  test('an operation whose answer was lost is asked again by the next session, first', async () => {
    const it = await on('longpoll', { topics: createTopicServer() })
    const { world, topics, session } = it
    await world.settle()
    topics.intercept = () => 'silent'
    const lines = follow(session.subscribe('news', { last: 3 }))
    const history = codeOf(session.subscribe('news').history())
    const left = session.subscribe('gone')
    await world.settle()
    const quit = left.unsubscribe()
    await world.settle()
    topics.intercept = () => undefined
    await lose(it, () => topics.publish('news', 'a'))
    assert.deepEqual(asked(topics).slice(-1), ['subscribe news last 3'])
    assert.equal(await history, 'outcome-unknown')
    await quit
    assert.deepEqual(lines, ['1 a'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('what was never written keeps its place', async () => {
    const it = await on('longpoll')
    const { world, topics, session } = it
    world.intercept = ({ path }) => path === 'negotiate' ? undefined : 'fail'
    world.session.active.finish()
    await world.settle()
    const login = session.send('login', { key: 'login' })
    const lines = follow(session.subscribe('news'))
    world.intercept = () => undefined
    await lose(it)
    await world.advance(60000)
    await login
    topics.publish('news', 'a')
    await world.settle()
    assert.deepEqual(lines, ['1 a'])
    assert.deepEqual(asked(topics), ['subscribe news'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('a key that was renewed before anything answered begins with the subscriptions again', async () => {
    const { world, topics, session } = start({ connect: { connectTimeout: Infinity } })
    world.intercept = () => 'fail'
    const lines = follow(session.subscribe('news', { since: { position: 0 } }))
    await world.advance(55000)
    world.intercept = () => undefined
    topics.publish('news', 'a')
    await world.advance(30000)
    assert.deepEqual(lines, ['1 a'])
    assert.deepEqual(asked(topics), ['subscribe news @0'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('a full queue keeps no subscription out', async () => {
    const it = await on('longpoll', { connect: { queue: { messages: 3, bytes: 20 } } })
    const { world, topics, session } = it
    const lines = follow(session.subscribe('news'))
    await world.settle()
    topics.publish('news', 'a')
    await world.settle()
    world.intercept = ({ path }) => path === 'negotiate' ? undefined : 'fail'
    const kept = ['1', '2', '3', '4'].map((text) => codeOf(session.send(text, { key: text })))
    await world.settle()
    assert.equal(await kept[3], 'queue-full')
    world.intercept = () => undefined
    await lose(it, () => topics.publish('news', 'b'))
    await world.advance(30000)
    assert.deepEqual(await Promise.all(kept.slice(0, 3)), Array(3).fill('resolved'))
    assert.deepEqual(lines, ['1 a', '2 b'])
    await session.close()
  })

  test('what a window kept from being written keeps its place, and is asked for once', async () => {
    const topics = createTopicServer()
    const { world, session } = start({ topics, offer: ['longpoll'], handler: (server, type, payload) => type === Type.text ? 'later' : topics.handler(server, type, payload) })
    world.limits = { ...world.limits, upstream: { messages: 2, bytes: 1000 } }
    await world.settle()
    const sent = [session.send('1', { key: '1' }), session.send('2', { key: '2' }), session.send('3')]
    const lines = follow(session.subscribe('news'))
    await world.settle()
    assert.deepEqual(world.session.taken, ['1', '2'])
    world.handler = topics.handler
    await lose({ world, topics }, () => topics.publish('news', 'a'))
    await Promise.all(sent)
    topics.publish('news', 'b')
    await world.settle()
    assert.deepEqual(lines, ['2 b'])
    assert.deepEqual(world.session.taken.map((text) => /^\d|subscribe/.exec(text)[0]), ['1', '2', '3', 'subscribe'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('what a time-out left behind does not end the subscription of the next session', async () => {
    const it = await on('longpoll', { random: () => 0.999 })
    const { world, topics, session } = it
    topics.intercept = () => 'silent'
    const news = session.subscribe('news')
    const lines = follow(news)
    await world.advance(30100)
    topics.intercept = () => undefined
    await lose(it)
    topics.publish('news', 'a')
    await world.settle()
    assert.deepEqual(lines, ['1 a'])
    assert.deepEqual(asked(topics), ['subscribe news', 'subscribe news'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('the back-off begins anew after a subscription that worked', async () => {
    const it = await on('websocket', { random: () => 0.999 })
    const { world, topics, session } = it
    let refusals = 3
    topics.intercept = () => refusals-- > 0 ? 'history-unavailable' : undefined
    const news = session.subscribe('news')
    await world.advance(3000)
    assert.equal(news.state, 'subscribed')
    refusals = 1
    await lose(it)
    assert.equal(topics.log.length, 6)
    await session.close()
  })

  test('what was kept for whoever will listen is not asked for again', async () => {
    const it = await on('websocket')
    const { world, topics, session } = it
    const news = session.subscribe('news')
    await world.settle()
    topics.publish('news', 'a')
    topics.publish('news', 'b')
    await world.settle()
    assert.deepEqual([news.epoch, news.position], ['one', 0])
    await lose(it, () => topics.publish('news', 'c'))
    const lines = follow(news)
    await world.settle()
    assert.deepEqual(lines, ['1 a', '2 b', '3 c'])
    assert.deepEqual(asked(topics).at(-1), 'subscribe news one@2')
    assert.equal(news.position, 3)
    await session.close()
  })

  test('a later client goes on where this one stood', async () => {
    const { world, topics, session } = await on('websocket')
    const news = session.subscribe('news')
    let kept
    news.onmessage = () => { kept = JSON.stringify({ epoch: news.epoch, position: news.position }) }
    await world.settle()
    topics.publish('news', 'a')
    topics.publish('news', 'b')
    await world.settle()
    await session.close()
    topics.publish('news', 'c')
    const later = world.connectTopics()
    const lines = follow(later.subscribe('news', { since: JSON.parse(kept) }))
    await world.settle()
    assert.deepEqual(lines, ['3 c'])
    await later.close()
  })

  test('a subscription that waits for its back-off is asked for at once', async () => {
    const it = await on('websocket', { random: () => 0.999 })
    const { world, topics, session } = it
    topics.intercept = () => 'history-unavailable'
    const news = session.subscribe('news')
    await world.settle()
    topics.intercept = () => undefined
    await lose(it)
    assert.equal(news.state, 'subscribed')
    await world.advance(60000)
    assert.deepEqual(asked(topics), ['subscribe news', 'subscribe news'])
    await session.close()
    await assertNothingLeft(world)
  })
})

describe('while the session lives', () => {
  test('a change of transport subscribes nothing anew, and loses nothing', async () => {
    const { world, topics, session } = await on('websocket')
    const lines = follow(session.subscribe('news'))
    await world.settle()
    topics.publish('news', 'a')
    world.interceptSocket = () => 'hang'
    world.sockets.at(-1).drop(1006)
    topics.publish('news', 'b')
    await world.advance(3000)
    topics.publish('news', 'c')
    await world.settle()
    assert.deepEqual(lines, ['1 a', '2 b', '3 c'])
    assert.deepEqual(asked(topics), ['subscribe news'])
    await session.close()
  })

  test('a server that goes away for good closes what is subscribed', async () => {
    const { world, session } = await on('longpoll')
    const lines = follow(session.subscribe('news'))
    await world.settle()
    world.intercept = () => problem(403, 'forbidden')
    world.session.active.finish()
    await session.closed
    await world.settle()
    assert.deepEqual(lines, ['close closed'])
    await assertNothingLeft(world)
  })

  test('numbers that a gap of the session took are a gap of the topic', async () => {
    const { world, topics, session } = await on('websocket')
    const lines = follow(session.subscribe('news'))
    await world.settle()
    topics.publish('news', 'a')
    await world.settle()
    const { active } = world.session
    world.session.active = null
    topics.publish('news', 'lost')
    world.session.log = []
    world.session.active = active
    active.write([Uint8Array.from([3, Type.gap, world.session.numbered, world.session.numbered])])
    topics.publish('news', 'c')
    await world.settle()
    assert.deepEqual(lines, ['1 a', 'gap unknown 2-2', '3 c'])
    await session.close()
  })
})
