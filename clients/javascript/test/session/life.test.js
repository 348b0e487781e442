import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertNothingLeft, codeOf, record } from '../support/session.js'
import { createWorld, frame, Type } from '../support/world.js'

/** A page as browsers have it. */
function createBrowser() {
  const window = new EventTarget()
  window.document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  window.beacons = []
  window.navigator = { sendBeacon: (url, body) => window.beacons.push({ url, body }), connection: Object.assign(new EventTarget(), { type: 'wifi' }) }
  window.fire = (target, name, more = {}) => target.dispatchEvent(Object.assign(new Event(name), more))
  window.show = (state) => {
    window.document.visibilityState = state
    window.fire(window.document, 'visibilitychange')
  }
  return window
}

async function on(rung, options = {}) {
  const world = createWorld({ offer: [...new Set([rung, 'longpoll'])], ...options })
  const session = world.connect()
  await world.advance(7000)
  assert.equal(session.transport, rung)
  return { world, session, lines: record(session) }
}

describe('life', () => {
  for (const rung of ['websocket', 'sse']) {
    test(`${rung}: silence is pinged; with a pong it lives, without it falls`, async () => {
      const { world, session, lines } = await on(rung)
      const pings = world.session.pings.length
      await world.advance(20000)
      assert.equal(world.session.pings.length, pings + 1)
      assert.equal(session.transport, rung)
      world.muted = true
      world.interceptSocket = () => 'hang'
      world.beats = false
      await world.advance(27000)
      assert.ok(lines.includes(`attempt ${rung} failed silent`), lines.join())
      assert.ok(lines.includes('transport longpoll'))
      assert.equal(session.state, 'open')
      await session.close()
      await assertNothingLeft(world)
    })
  }

  test('a send that is not acked is followed by a ping; no pong, and the floor brings it', async () => {
    const { world, session } = await on('websocket')
    world.interceptSend = () => true
    world.interceptSocket = () => 'hang'
    const sent = codeOf(session.send('through'))
    await world.advance(2000)
    await world.advance(1000)
    assert.equal(await sent, 'resolved')
    assert.deepEqual(world.session.taken, ['through'])
    assert.equal(session.transport, 'longpoll')
    await session.close()
    await assertNothingLeft(world)
  })

  test('a slow handler is no dead connection', async () => {
    const { world, session } = await on('websocket', { handler: () => 'later' })
    const sent = codeOf(session.send('slow'))
    await world.advance(20000)
    assert.equal(session.transport, 'websocket')
    world.session.handle(1)
    world.session.active.write([frame(Type.ack, [1])])
    assert.equal(await sent, 'resolved')
    await session.close()
  })

  test('after sleep a pong decides, not the silence', async () => {
    const { world, session, lines } = await on('websocket')
    await world.clock.sleep(3600000)
    await world.advance(2000)
    assert.equal(session.transport, 'websocket')
    assert.deepEqual(lines, [])
    world.muted = true
    world.interceptSocket = () => 'hang'
    await world.clock.sleep(3600000, { monotonic: false })
    await world.advance(21000)
    assert.ok(lines.includes('attempt websocket failed silent'))
    await session.close()
    await assertNothingLeft(world)
  })

  test("the server's pings are answered, on a stream by a send", async () => {
    for (const [rung, count] of [['websocket', 0], ['stream', 1]]) {
      const { world, session } = await on(rung)
      const sends = world.paths.filter((path) => path === 'send').length
      world.session.active.write([frame(Type.ping, [5])])
      await world.settle()
      assert.equal(world.paths.filter((path) => path === 'send').length - sends, count)
      if (count) assert.deepEqual(world.requests.at(-1).frames.filter(([type]) => type !== Type.report).map(([type, payload]) => [type, [...payload]]), [[Type.pong, [5]]])
      await session.close()
    }
  })

  test('acks that are due go by themselves after 5 s', async () => {
    for (const rung of ['websocket', 'stream']) {
      const { world, session } = await on(rung)
      world.session.text('x')
      await world.advance(4900)
      assert.equal(world.session.acked, 0)
      await world.advance(200)
      assert.equal(world.session.acked, 1)
      await session.close()
    }
  })

  test('the poll that nobody answers is given up', async () => {
    const world = createWorld({ offer: ['longpoll'] })
    const session = world.connect()
    world.intercept = ({ path, attach }) => path === 'poll' && attach.hold ? 'hang' : undefined
    await world.advance(22900)
    assert.equal(world.paths.length, 2)
    await world.advance(200)
    assert.equal(session.state, 'open')
    assert.equal(session.attempts.filter(({ reason }) => reason === 'no-answer').length, 1)
    await session.close()
    await assertNothingLeft(world)
  })

  test('frames that are none end the connection, and the session goes on', async () => {
    const { world, session, lines } = await on('websocket')
    world.session.active.write([Uint8Array.from([1, 0x7a])])
    await world.settle()
    assert.ok(lines.includes('attempt websocket failed frame-unknown'))
    await session.send('on')
    await session.close()
    await assertNothingLeft(world)
  })

  test('a position ahead ends the carrier only', async () => {
    const { world, session, lines } = await on('websocket')
    world.session.text('a')
    world.session.numbered++
    world.session.active.write([frame(Type.gap, [2, 2]), frame(Type.text, [0x62])])
    await world.settle()
    assert.deepEqual(lines.slice(0, 3), ['message a', 'gap 2-2', 'message b'])
    await session.close()
  })
})

describe('page', () => {
  const open = async (options) => {
    const browser = createBrowser()
    const world = createWorld({ page: browser, ...options })
    const session = world.connect()
    await world.settle()
    return { browser, world, session }
  }

  test('a hidden page polls without hold: every 5 s, then less often, and does not climb', async () => {
    const browser = createBrowser()
    browser.document.visibilityState = 'hidden'
    const world = createWorld({ page: browser })
    const session = world.connect()
    await world.settle()
    const at = []
    const start = world.clock.now()
    world.intercept = ({ path, attach }) => void (path === 'poll' && at.push([Math.round((world.clock.now() - start) / 1000), attach.hold]))
    await world.advance(100000)
    assert.deepEqual(at, [[5, 0], [15, 0], [35, 0], [65, 0], [95, 0]])
    assert.equal(world.sockets.length, 0)
    await session.send('now')
    assert.equal(world.paths.at(-1), 'poll')
    browser.show('visible')
    await world.settle()
    assert.equal(session.transport, 'websocket')
    await session.close()
    await assertNothingLeft(world)
  })

  test('leaving for good tells the server with a beacon, with what was not acked', async () => {
    const { browser, world, session } = await open({ handler: () => 'later' })
    const sent = codeOf(session.send('last words'))
    browser.fire(browser, 'pagehide', { persisted: false })
    assert.equal(session.state, 'closed')
    assert.equal(await sent, 'closed')
    const [{ url, body }] = browser.beacons
    assert.match(url, /\/echo\/close$/)
    assert.ok(Buffer.from(body).includes('last words'))
    await assertNothingLeft(world)
  })

  test('the beacon has what was refused just before, too', async () => {
    const { browser, world, session } = await open({ offer: ['longpoll'] })
    world.intercept = ({ path }) => path === 'send' ? new Response('no', { status: 503 }) : undefined
    session.send('refused').catch(() => {})
    await world.settle()
    browser.fire(browser, 'pagehide', { persisted: false })
    assert.ok(Buffer.from(browser.beacons[0].body).includes('refused'))
    await assertNothingLeft(world)
  })

  test('a page that is kept lets its connections go, and takes the floor when it comes back', async () => {
    const { browser, world, session } = await open()
    const { id } = session
    browser.fire(browser, 'pagehide', { persisted: true })
    await assertNothingLeft(world)
    world.session.text('meanwhile')
    const sent = codeOf(session.send('kept'))
    await world.settle()
    const lines = record(session)
    browser.fire(browser, 'pageshow', { persisted: true })
    await world.settle()
    assert.equal(await sent, 'resolved')
    assert.equal(session.id, id)
    assert.equal(lines.filter((line) => line === 'message meanwhile').length, 1)
    assert.equal(session.transport, 'websocket')
    await session.close()
    await assertNothingLeft(world)
  })

  test('online drops the verdicts and starts the climb anew; in a back-off, the next try', async () => {
    const { browser, world, session } = await open({ offer: ['websocket', 'longpoll'] })
    world.intercept = () => 'fail'
    world.interceptSocket = () => 'fail'
    world.sockets[0].drop(1006)
    await world.advance(60000)
    assert.equal(session.state, 'reconnecting')
    world.intercept = () => undefined
    world.interceptSocket = () => undefined
    browser.fire(browser, 'online')
    await world.settle()
    assert.deepEqual([session.state, session.transport], ['open', 'websocket'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('what is tried while the network changes is begun anew: it says nothing of the new one', async () => {
    const { browser, world, session } = await open({ offer: ['websocket', 'longpoll'] })
    world.interceptSend = () => true // swallowed
    world.sockets[0].drop(1006)
    await world.settle()
    browser.fire(browser, 'online')
    await world.settle()
    assert.equal(world.sockets[1].sent.length, 1)
    world.interceptSend = undefined
    browser.fire(browser, 'online')
    await world.settle()
    assert.equal(session.transport, 'websocket')
    assert.equal(session.attempts.find(({ transport, verdict }) => transport === 'websocket' && verdict === 'overtaken')?.detail, 'overtaken by another network')
    await session.close()
    await assertNothingLeft(world)
  })

  test('a change of network asks whether the connection lives', async () => {
    const { browser, world, session } = await open()
    await world.advance(10000)
    const pings = world.session.pings.length
    browser.navigator.connection.type = 'cellular'
    browser.fire(browser.navigator.connection, 'change')
    browser.fire(browser.navigator.connection, 'change')
    await world.settle()
    assert.equal(world.session.pings.length, pings + 1)
    await session.close()
  })
})

describe('close', () => {
  const moments = {
    'before anything': (world) => world.connect(),
    'while negotiate is on its way': async (world) => {
      world.intercept = () => 'hang'
      const session = world.connect()
      await world.settle()
      return session
    },
    'in the back-off of negotiate': async (world) => {
      world.intercept = () => 'fail'
      const session = world.connect()
      await world.advance(3000)
      return session
    },
    'with a poll held and a handshake that hangs': async (world) => {
      world.interceptSocket = () => 'hang'
      const session = world.connect()
      await world.advance(400)
      return session
    },
    'while a promotion is not answered': async (world) => {
      world.ignoresPromotes = true
      const session = world.connect()
      await world.settle()
      return session
    },
    'on a WebSocket': async (world) => {
      const session = world.connect()
      await world.advance(10000)
      return session
    },
    'on a stream': async (world) => {
      world.offer = ['stream', 'longpoll']
      const session = world.connect()
      await world.advance(10000)
      return session
    },
    'while reconnecting': async (world) => {
      const session = world.connect()
      await world.settle()
      world.intercept = () => 'fail'
      world.interceptSocket = () => 'fail'
      world.sockets[0].drop(1006)
      await world.advance(30000)
      return session
    },
    'while it renegotiates': async (world) => {
      world.offer = ['longpoll']
      const session = world.connect()
      await world.settle()
      world.sessions.clear()
      world.intercept = ({ path }) => path === 'negotiate' ? 'hang' : undefined
      await world.advance(30000)
      return session
    },
    'when the server does not answer': async (world) => {
      const session = world.connect()
      await world.advance(10000)
      world.intercept = () => 'hang'
      world.interceptSend = () => true
      return session
    }
  }
  for (const [moment, reach] of Object.entries(moments)) {
    test(`${moment}: within a second, and nothing is left`, async () => {
      const world = createWorld()
      const session = await reach(world)
      const lines = record(session)
      const pending = codeOf(session.send('pending'))
      const closing = session.close('enough')
      assert.equal(codeOf(session.send('late')) instanceof Promise, true)
      await world.advance(1000)
      await Promise.all([closing, session.close()])
      await assertNothingLeft(world)
      assert.deepEqual(await session.closed, { code: 'closed-by-client', number: 4301, reason: 'enough' })
      assert.equal(lines.at(-1), 'close closed-by-client')
      assert.match(await pending, /resolved|closed/)
      assert.equal(session.state, 'closed')
      assert.equal(await codeOf(session.send('x')), 'closed')
      assert.equal(await codeOf(session.request('x')), 'closed')
    })
  }

  test('what the server takes within the second resolves, and it is told why', async () => {
    for (const offer of [['longpoll'], ['websocket', 'longpoll'], ['sse']]) {
      const world = createWorld({ offer })
      const session = world.connect()
      await world.advance(2000)
      const { session: served } = world
      const sent = codeOf(session.send('last'))
      await session.close('done')
      assert.equal(await sent, 'resolved', offer[0])
      assert.equal(served.closedBy, 'done')
      await assertNothingLeft(world)
    }
  })

  test('a stop code of the server ends it', async () => {
    const { world, session, lines } = await on('websocket')
    world.session.active.end('kicked')
    await world.settle()
    assert.deepEqual(lines.slice(-2), ['state closed', 'close kicked'])
    assert.equal((await session.closed).number, 4302)
    await assertNothingLeft(world)
  })

  test('a listener may close in any event', async () => {
    for (const name of ['state', 'open', 'message', 'transport', 'attempt']) {
      const world = createWorld()
      const session = world.connect()
      session.send('x')
      session.addEventListener(name, () => void session.close(), { once: true })
      await world.advance(2000)
      assert.equal(session.state, 'closed', name)
      await assertNothingLeft(world)
    }
  })
})
