import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertNothingLeft, record } from '../support/session.js'
import { createWorld, frame, numbers, Type } from '../support/world.js'

const tries = (session) => session.attempts.filter(({ transport }) => transport !== 'negotiate').map(({ transport, verdict, reason }) => `${transport} ${verdict}${reason ? ` ${reason}` : ''}`)

describe('climb', () => {
  for (const [late, trailing] of [[0, 45], [50, 46]]) {
    test(`a stream whose beats are ${late} ms late says ${late ? '' : 'not '}in its promote that it trails`, async () => {
      const world = createWorld({ offer: ['stream', 'longpoll'] })
      world.beats = false
      const session = world.connect()
      await world.settle()
      for (const stamp of [0, 500, 1000]) world.clock.elsewhere(() => world.held.at(-1).write([frame(Type.ping, numbers(stamp))]), stamp + late)
      await world.advance(1200)
      assert.equal(session.transport, 'stream')
      const [, promote] = world.requests.flatMap(({ frames }) => frames ?? []).find(([type]) => type === Type.promote)
      assert.deepEqual([...promote], late ? [2, 0, 0, 1] : [2, 0, 0])
      await session.close()
    })
  }

  /** What the server was told of the network, in order. */
  const reports = (world) => world.requests.flatMap(({ frames }) => frames ?? [])
    .filter(([type]) => type === Type.report).map(([, payload]) => /[a-z]+ [a-z-]+$/.exec(Buffer.from(payload).toString())[0])

  test('what the network did is told with what goes up next, and never by itself', async () => {
    const world = createWorld({ offer: ['websocket', 'stream', 'longpoll'] })
    world.interceptSocket = () => 'fail'
    const session = world.connect()
    await world.settle()
    assert.deepEqual(reports(world), [])
    await world.advance(5000)
    assert.deepEqual(reports(world), ['websocket refused'], 'with the promote of the stream')
    const { length } = world.requests
    await world.advance(5000)
    assert.equal(world.requests.length, length)
    await session.send('x')
    assert.deepEqual(reports(world), ['websocket refused', 'stream proven'])
    await world.advance(3000)
    world.held.at(-1).cut(new Error('cut'))
    await world.settle()
    assert.equal(reports(world)[2], 'stream cut')
    const [, cut] = world.requests.flatMap(({ frames }) => frames ?? []).find(([type, payload]) => type === Type.report && Buffer.from(payload).toString().endsWith('cut'))
    assert.deepEqual([...cut.subarray(0, 4)], numbers(13000, 3000))
    await session.close()
    await assertNothingLeft(world)
  })

  test('a rung is told to be proven once a session, and 32 reports are all', async () => {
    const world = createWorld({ offer: ['stream', 'longpoll'] })
    const session = world.connect()
    for (let i = 0; i < 60; i++) {
      await world.advance(10000)
      world.held.at(-1).cut(new Error('cut'))
    }
    await session.send('x')
    const told = reports(world)
    assert.equal(told.filter((one) => one === 'stream proven').length, 1)
    assert.equal(told.length, 32)
    await session.close()
  })

  test('a WebSocket that is refused costs nothing but its verdict; sse is next; the record comes with the next idle moment', async () => {
    const world = createWorld()
    world.interceptSocket = () => 'fail'
    world.arrivedRecord = { arrived: true, upgrade: null, answered: 426 }
    const session = world.connect()
    const told = []
    session.addEventListener('attempt', ({ attempt }) => { if (attempt.transport === 'websocket') told.push([attempt, attempt.arrived?.answered]) })
    await world.advance(1100)
    assert.equal(session.transport, 'sse')
    assert.deepEqual(tries(session), ['websocket failed refused', 'sse ok'])
    const [attempt] = session.attempts.filter(({ transport }) => transport === 'websocket')
    assert.deepEqual(told, [[attempt, undefined], [attempt, 426]])
    assert.equal(told[0][0], told[1][0], 'the same attempt, told again')
    assert.equal(world.paths.filter((path) => path === 'arrived').length, 1)
    await session.close()
    await assertNothingLeft(world)
  })

  test('a handshake in a black hole: sse is tried beside it after 300 ms, the handshake is given up after 1.5 s', async () => {
    const world = createWorld()
    world.interceptSocket = () => 'hang'
    const session = world.connect()
    await world.advance(299)
    assert.ok(!world.paths.includes('sse'))
    await world.advance(2)
    assert.ok(world.paths.includes('sse'))
    await world.advance(1000)
    assert.equal(session.transport, 'sse')
    assert.ok(world.sockets[0].isOpen)
    await world.advance(250)
    assert.deepEqual(tries(session), ['sse ok', 'websocket failed no-answer'])
    assert.ok(!world.sockets[0].isOpen)
    await session.close()
    await assertNothingLeft(world)
  })

  test('a WebSocket that opens late overtakes the probe of sse', async () => {
    const world = createWorld()
    world.interceptSocket = () => 'hang'
    const session = world.connect()
    await world.advance(800)
    world.sockets[0].accept()
    await world.settle()
    assert.equal(session.transport, 'websocket')
    assert.deepEqual(tries(session), ['sse overtaken', 'websocket ok'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('a WebSocket that opens while sse is being promoted waits for that, and is promoted then', async () => {
    const world = createWorld()
    world.interceptSocket = () => 'hang'
    const session = world.connect()
    let release
    await world.advance(1299)
    world.intercept = ({ path }) => path === 'send' ? new Promise((resolve) => { release = () => resolve(undefined) }) : undefined
    await world.advance(2)
    world.sockets[0].accept()
    await world.settle()
    assert.equal(world.sockets[0].sent.length, 0)
    release()
    await world.settle()
    assert.equal(session.transport, 'websocket')
    assert.deepEqual(tries(session), ['sse ok', 'websocket ok'])
    await session.close()
  })

  test('a stream that comes late is no stream: held, late, and longpoll stays', async () => {
    const world = createWorld({ offer: ['sse', 'stream', 'longpoll'] })
    world.beats = false
    const session = world.connect()
    await world.advance(1500)
    assert.deepEqual(tries(session), ['sse failed held'])
    await world.advance(1500)
    assert.deepEqual(tries(session), ['sse failed held', 'stream failed held'])
    assert.equal(session.transport, 'longpoll')
    const sse = session.attempts.find(({ transport }) => transport === 'sse')
    assert.equal(Math.round(sse.took / 100), 13)
    await world.advance(25000)
    assert.equal(tries(session).length, 2, 'the verdict holds')
    world.beats = true
    await world.advance(10000)
    assert.equal(session.transport, 'sse')
    await session.close()
    await assertNothingLeft(world)
  })

  test('accepted and swallowed: nothing comes through the WebSocket', async () => {
    const world = createWorld({ offer: ['websocket', 'longpoll'] })
    world.interceptSend = () => true
    const session = world.connect()
    await world.advance(1001)
    assert.deepEqual(tries(session), ['websocket failed swallowed'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('a promotion that is not answered is a failure, and the floor is taken again', async () => {
    const world = createWorld({ offer: ['websocket', 'longpoll'] })
    world.ignoresPromotes = true
    const session = world.connect()
    await world.advance(500)
    await world.advance(600)
    assert.deepEqual(tries(session), ['websocket failed silent'])
    assert.equal(session.transport, 'longpoll')
    world.session.text('still here')
    const lines = record(session)
    await world.settle()
    assert.equal(lines[0], 'message still here')
    await session.close()
    await assertNothingLeft(world)
  })

  test('a rung that died young is not tried again until its verdict runs out; the wait doubles', async () => {
    const world = createWorld({ offer: ['websocket', 'longpoll'] })
    const session = world.connect()
    await world.advance(1200)
    for (const wait of [30000, 60000, 120000]) {
      assert.equal(session.transport, 'websocket')
      const count = world.sockets.length
      world.sockets.at(-1).drop(1006)
      await world.settle()
      assert.equal(session.transport, 'longpoll')
      await world.advance(wait - 100)
      assert.equal(world.sockets.length, count)
      await world.advance(200)
      assert.equal(world.sockets.length, count + 1)
    }
    assert.equal(tries(session).filter((line) => line === 'websocket failed died-young').length, 3)
    await session.close()
    await assertNothingLeft(world)
  })

  test('one that fell silent within 5 s died young, however late that is believed', async () => {
    const world = createWorld({ offer: ['websocket', 'longpoll'] })
    const session = world.connect()
    await world.advance(1200)
    assert.equal(session.transport, 'websocket')
    world.muted = true
    await world.advance(28000)
    assert.deepEqual(tries(session).filter((line) => line.startsWith('websocket failed')), ['websocket failed died-young'])
    assert.equal(session.transport, 'longpoll')
    assert.equal(world.sockets.length, 1)
    await session.close()
    await assertNothingLeft(world)
  })

  test('a proven WebSocket that is cut later is tried at once; the floor bridges', async () => {
    const world = createWorld({ offer: ['websocket', 'longpoll'] })
    const session = world.connect()
    await world.advance(10000)
    const lines = record(session)
    world.sockets[0].drop(1006)
    world.session.text('during the change')
    await world.settle()
    assert.equal(lines.filter((line) => line === 'message during the change').length, 1)
    assert.equal(session.transport, 'websocket')
    assert.equal(session.state, 'open')
    await session.close()
    await assertNothingLeft(world)
  })

  test('rotate on a proven stream takes the same rung again at once, without beats', async () => {
    const world = createWorld({ offer: ['stream', 'longpoll'] })
    const session = world.connect()
    await world.advance(3000)
    world.held.at(-1).end('rotate')
    await world.settle()
    assert.equal(session.transport, 'stream')
    assert.deepEqual(world.requests.slice(-1).map(({ path, attach }) => [path, attach.mode]), [['stream', 'take']])
    world.session.text('goes on')
    const lines = record(session)
    await world.settle()
    assert.deepEqual(lines, ['message goes on'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('verdicts are kept, told to negotiate, and dropped where the network is another one', async () => {
    const kept = new Map()
    const verdicts = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) }
    const world = createWorld({ offer: ['websocket', 'longpoll'], page: new EventTarget() })
    world.interceptSocket = () => 'fail'
    const first = world.connect({ verdicts })
    await world.settle()
    await first.close()
    const other = world.connect({ verdicts })
    await world.settle()
    assert.equal(world.sockets.length, 1)
    const { body } = world.requests.findLast(({ path }) => path === 'negotiate')
    assert.deepEqual(JSON.parse(Buffer.from(body).toString()).failed, [{ name: 'websocket', reason: 'refused' }])
    await other.close()
  })

  test('what the server lists behind the floor starts with a verdict', async () => {
    const world = createWorld({ offer: ['longpoll', 'websocket'] })
    const session = world.connect()
    await world.advance(20000)
    assert.equal(world.sockets.length, 0)
    await world.advance(15000)
    assert.equal(session.transport, 'websocket')
    await session.close()
  })

  test('use() stays on a transport, and null climbs again', async () => {
    const world = createWorld()
    const session = world.connect()
    await world.advance(2000)
    await session.use('longpoll')
    assert.equal(session.transport, 'longpoll')
    await world.advance(5000)
    assert.equal(session.transport, 'longpoll')
    const stream = session.use('stream')
    await world.advance(1100)
    await stream
    assert.equal(session.transport, 'stream')
    await session.use(null)
    await world.settle()
    assert.equal(session.transport, 'websocket')
    assert.equal(session.attempts.filter(({ verdict }) => verdict === 'failed').length, 0)
    world.interceptSocket = () => 'fail'
    await session.use('shortpoll')
    await assert.rejects(session.use('websocket'), { code: 'refused' })
    await assert.rejects(session.use('pigeon'), TypeError)
    await session.close()
    await assertNothingLeft(world)
  })
})
