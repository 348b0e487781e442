import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertNothingLeft, codeOf, record } from '../support/session.js'
import { createWorld, page, problem, Type, encodeText } from '../support/world.js'

/** On longpoll, and quiet. */
async function polling(options) {
  const world = createWorld({ offer: ['longpoll', 'shortpoll'], ...options })
  const session = world.connect()
  await world.settle()
  return { world, session }
}

describe('floor', () => {
  test('a poll that fails once is followed by another at once; twice: reconnecting, back-off, open again', async () => {
    const { world, session } = await polling()
    const lines = record(session)
    let answers = 0
    world.intercept = ({ path }) => path === 'poll' && answers++ < 3 ? 'fail' : undefined
    world.session.active.finish()
    await world.advance(0)
    assert.deepEqual(lines, ['attempt longpoll failed no-answer', 'attempt longpoll failed no-answer', 'state reconnecting', 'transport null'])
    await world.advance(125)
    await world.advance(250)
    assert.deepEqual(lines.slice(4), ['attempt longpoll failed no-answer', 'state open', 'transport longpoll', 'attempt longpoll ok'])
    assert.deepEqual(world.requests.slice(-2).map(({ attach }) => attach.hold), [0, 20000])
    await session.close()
    await assertNothingLeft(world)
  })

  test('Retry-After is a lower bound', async () => {
    const { world, session } = await polling()
    world.intercept = ({ path }) => path === 'poll' ? problem(503, 'busy', {}, { 'retry-after': '7' }) : undefined
    world.session.active.finish()
    await world.settle()
    const { length } = world.requests
    await world.advance(6999)
    assert.equal(world.requests.length, length)
    await world.advance(1)
    assert.equal(world.requests.length, length + 1)
    await session.close()
  })

  test('a captive portal is no answer of ours; a stop code is', async () => {
    const { world, session } = await polling()
    world.intercept = () => page(200)
    world.session.active.finish()
    await world.advance(60000)
    assert.equal(session.state, 'reconnecting')
    assert.equal(session.attempts.at(-1).reason, 'not-ours')
    world.intercept = () => problem(403, 'forbidden')
    await world.advance(60000)
    assert.deepEqual([session.state, (await session.closed).code, (await session.closed).number], ['closed', 'forbidden', 4307])
    await assertNothingLeft(world)
  })

  test('an answer with another nonce, and one that is cut before its close', async () => {
    const { world, session } = await polling()
    const copy = (await world.fetch('http://server.test/echo/poll', { body: world.requests.at(-1).body, signal: AbortSignal.abort() }).catch(() => null))
    assert.equal(copy, null)
    const forged = new Uint8Array([0x0e, 0x42, ...new Uint8Array(8).fill(9), 1, 1, 0, 0, 0, 3, 0x74, 0x48, 0x69, 3, 0x63, 0xa0, 0x1f])
    let times = 0
    world.intercept = ({ path }) => path === 'poll' && times++ === 0 ? new Response(forged) : undefined
    const lines = record(session)
    world.session.active.finish()
    await world.settle()
    assert.ok(lines.includes('attempt longpoll failed not-ours'))
    assert.ok(!lines.includes('message Hi'))
    await session.close()
  })

  test('polls that are cut after the same time teach the hold', async () => {
    const { world, session } = await polling()
    world.intercept = ({ path, attach, init }) => path === 'poll' && attach.hold > 8000
      ? new Promise((_, reject) => {
        const timer = world.clock.elsewhere(() => reject(new TypeError('cut')), 10000)
        init.signal.addEventListener('abort', () => world.clock.clearTimeout(timer))
      }) : undefined
    world.session.active.finish()
    await world.advance(30000)
    assert.equal(world.requests.at(-1).attach.hold, 7000)
    assert.equal(session.state, 'open')
    await session.close()
    await assertNothingLeft(world)
  })

  test('quick empty answers make a pause of a second', async () => {
    const { world, session } = await polling()
    world.intercept = () => undefined
    let polls = 0
    const { fetch } = world
    world.intercept = (request) => {
      if (request.path !== 'poll') return undefined
      polls++
      request.attach.hold = 0
      return undefined
    }
    world.session.active.finish()
    await world.settle()
    assert.equal(polls, 2)
    await world.advance(999)
    assert.equal(polls, 2)
    await world.advance(2)
    assert.equal(polls, 5)
    assert.ok(fetch)
    await session.close()
  })

  test('shortpoll polls every second, and at once when it sends', async () => {
    const world = createWorld({ offer: ['shortpoll'] })
    const session = world.connect()
    await world.settle()
    const count = () => world.paths.filter((path) => path === 'poll').length
    assert.equal(count(), 1)
    await world.advance(1000)
    assert.equal(count(), 2)
    await session.send('now')
    assert.equal(count(), 3)
    assert.ok(!world.paths.includes('send'))
    await session.close()
    await assertNothingLeft(world)
  })
})

describe('up', () => {
  test('a send that is not answered is repeated, and handed over once', async () => {
    const { world, session } = await polling()
    let times = 0
    world.intercept = async (request) => {
      if (request.path !== 'send' || times++) return undefined
      world.session.receive(request, null)
      return 'hang'
    }
    const sent = session.send('once')
    await world.advance(5000)
    await world.advance(300)
    await sent
    assert.deepEqual(world.session.taken, ['once'])
    await session.close()
  })

  test('one send at a time, and what came meanwhile goes together', async () => {
    const { world, session } = await polling()
    let release
    world.intercept = ({ path }) => path === 'send' && !release ? new Promise((resolve) => { release = () => resolve(undefined) }) : undefined
    const all = [session.send('a'), session.send('b')]
    await world.settle()
    all.push(session.send('c'), session.send('d'))
    await world.settle()
    assert.equal(world.paths.filter((path) => path === 'send').length, 1)
    release()
    await Promise.all(all)
    assert.deepEqual(world.session.taken, ['a', 'b', 'c', 'd'])
    await session.close()
  })

  test('a handler that throws fails that message and no other', async () => {
    const { world, session } = await polling({ handler: (_, __, ___, number) => number === 2 ? 'handler-failed' : undefined })
    const results = await Promise.all(['a', 'b', 'c'].map((text) => codeOf(session.send(text))))
    assert.deepEqual(results, ['resolved', 'handler-failed', 'resolved'])
    await session.close()
  })

  test('what is too large, malformed, too much, or nothing of the kind', async () => {
    const world = createWorld({ offer: ['longpoll'] })
    const session = world.connect({ queue: { messages: 2, bytes: 100000 } })
    assert.equal(await codeOf(session.send('\ud800')), 'text-malformed')
    await assert.rejects(session.send(5), TypeError)
    await assert.rejects(session.send('x', { key: '' }), TypeError)
    await world.settle()
    assert.equal(await codeOf(session.send(new Uint8Array(65537))), 'message-too-large')
    world.intercept = () => 'hang'
    const waiting = [session.send('1'), session.send('2')]
    assert.equal(await codeOf(session.send('3')), 'queue-full')
    assert.equal(session.bufferedAmount, 2)
    const closing = session.close()
    await world.advance(1000)
    await closing
    assert.deepEqual(await Promise.all(waiting.map(codeOf)), ['closed', 'closed'])
    assert.equal(await codeOf(session.send('late')), 'closed')
    await assertNothingLeft(world)
  })

  test('a Blob keeps its place', async () => {
    const { world, session } = await polling()
    const all = [session.send('1'), session.send(new Blob(['two'])), session.send('3')]
    await Promise.all(all)
    assert.deepEqual(world.session.taken, ['1', 'two', '3'])
    await session.close()
  })

  test('a message of many pieces goes both ways', async () => {
    for (const offer of [['longpoll'], ['websocket', 'longpoll'], ['sse']]) {
      const world = createWorld({ offer })
      const session = world.connect()
      const lines = record(session)
      await world.settle()
      await session.send(new Uint8Array(65536))
      await world.advance(0)
      if (offer[0] === 'longpoll') assert.ok(lines.includes('message 65536'), offer.join())
      assert.equal(world.session.taken[0].length, 65536)
      await session.close()
    }
  })

  test('what nothing lets through is blocked, and the rest goes on', async () => {
    const { world, session } = await polling({ handler: (_, type) => type === 0xc0 ? 'not-supported' : undefined })
    world.intercept = ({ path, body }) => path === 'send' && Buffer.from(body).includes('virus') ? 'fail' : undefined
    const results = Promise.all([codeOf(session.send('a')), codeOf(session.send('virus')), codeOf(session.send('b'))])
    await world.advance(5000)
    assert.deepEqual(await results, ['resolved', 'blocked', 'resolved'])
    assert.deepEqual(world.session.taken.filter((text) => text !== ''), ['a', 'b'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('an outage blocks nothing', async () => {
    const { world, session } = await polling()
    world.intercept = () => 'fail'
    const sent = codeOf(session.send('patient'))
    await world.advance(100000)
    world.intercept = () => undefined
    await world.advance(31000)
    assert.equal(await sent, 'resolved')
    await session.close()
  })
})

describe('a lost session', () => {
  test('what was written and not acked is of unknown outcome, what was not moves, what has a key moves too', async () => {
    const world = createWorld({ offer: ['longpoll'], handler: () => 'later' })
    world.limits = { ...world.limits, upstream: { messages: 2, bytes: 1000 } }
    const session = world.connect()
    await world.settle()
    const lines = record(session)
    const written = codeOf(session.send('written'))
    const keyed = session.send('keyed', { key: 'k' })
    assert.equal(session.send('keyed', { key: 'k' }), keyed)
    const moved = codeOf(session.send('moved'))
    await world.settle()
    world.handler = () => undefined
    world.sessions.clear()
    await world.advance(30000)
    assert.deepEqual([await written, await codeOf(keyed), await moved], ['outcome-unknown', 'resolved', 'resolved'])
    assert.deepEqual(world.session.taken, ['keyed', 'moved'])
    assert.ok(lines.indexOf('gap session') < lines.indexOf('open again'))
    assert.equal(session.state, 'open')
    await session.close()
    await assertNothingLeft(world)
  })

  test('credentials that expired are renewed, and the session goes on', async () => {
    const world = createWorld({ offer: ['longpoll'] })
    const asked = []
    const session = world.connect({ token: ({ expired }) => {
      asked.push(!!expired)
      return 'token'
    } })
    await world.settle()
    const { id } = session
    world.session.refuses = [401, 'reauthenticate']
    world.intercept = ({ path }) => {
      if (path === 'negotiate') world.session.refuses = null
      return undefined
    }
    world.session.active.finish()
    await world.settle()
    assert.deepEqual([world.renewals, asked, session.id, session.state], [1, [false, true], id, 'open'])
    await session.send('after')
    await session.close()
    await assertNothingLeft(world)
  })
})

describe('down', () => {
  test('text that is not UTF-8, unknown frames and broken requests are counted and answered', async () => {
    const { world, session } = await polling()
    const lines = record(session)
    world.session.send(Type.text, new Uint8Array([0x61, 0xff]))
    world.session.send(0xc5, new Uint8Array(1))
    world.session.send(Type.request, new Uint8Array(0))
    world.session.text('after')
    await world.settle()
    assert.deepEqual(lines, ['message after'])
    await world.advance(6000)
    assert.equal(world.session.acked, 4)
    await session.close()
  })

  test('messages wait for a listener, and are not acked before', async () => {
    const { world, session } = await polling()
    for (let i = 0; i < 300; i++) world.session.text(`${i}`)
    await world.advance(30000)
    assert.equal(world.session.acked, 0)
    const got = []
    session.addEventListener('message', ({ data }) => got.push(data))
    await world.settle()
    assert.equal(got.length, 300)
    assert.equal(world.session.acked, 300, 'half a window is acked at once')
    await session.close()
  })

  test('an iterator takes one by one, and ends with the session', async () => {
    const { world, session } = await polling()
    const got = []
    const loop = (async () => {
      for await (const message of session) got.push(message)
    })()
    world.session.text('a')
    world.session.text('b')
    await world.settle()
    await session.close()
    await loop
    assert.deepEqual(got, ['a', 'b'])
  })

  test('requests both ways', async () => {
    const world = createWorld({ offer: ['longpoll'] })
    const session = world.connect({ onRequest: async (data) => `${data}!` })
    await world.settle()
    assert.equal(await session.request('echo'), 'echo')
    const answers = []
    world.handler = (_, type, payload) => { if (type === Type.response) answers.push(Buffer.from(payload).toString()) }
    world.session.send(Type.request, Uint8Array.from([7, 0x74, ...encodeText('who')]))
    await world.settle()
    assert.deepEqual(answers, ['\u0007twho!'])
    const late = codeOf(session.request('nobody', { timeout: 500 }))
    await world.advance(500)
    assert.equal(await late, 'timeout')
    await session.close()
    await assertNothingLeft(world)
  })
})

test('on a very slow line the waits grow until something comes through', async () => {
  const world = createWorld({ offer: ['longpoll'] })
  world.intercept = ({ init }) => new Promise((resolve, reject) => {
    const timer = world.clock.elsewhere(() => resolve(undefined), 7000)
    init.signal.addEventListener('abort', () => {
      world.clock.clearTimeout(timer)
      reject(new DOMException('aborted', 'AbortError'))
    })
  })
  const session = world.connect()
  const lines = record(session)
  const early = codeOf(session.send('early'))
  await world.advance(8000)
  const sent = codeOf(session.send('slow'))
  await world.advance(60000)
  assert.deepEqual([await early, await sent, session.state, session.transport], ['resolved', 'resolved', 'open', 'longpoll'])
  assert.ok(lines.includes('message slow'))
  assert.ok(world.paths.filter((path) => path === 'send').length > 1)
  const closing = session.close()
  await world.advance(1000)
  await closing
})

test('a floor that answers only in between is not asked without end', async () => {
  const world = createWorld({ offer: ['longpoll'] })
  const session = world.connect()
  world.intercept = ({ path, attach }) => path === 'poll' && attach.hold ? 'fail' : undefined
  await world.advance(60000)
  assert.ok(world.paths.length < 40, `${world.paths.length} requests in a minute`)
  await session.close()
})

describe('a network that cuts WebSockets, and no other rung', () => {
  const open = () => {
    const world = createWorld({ offer: ['websocket'], handler: (_, type) => type === 0xc0 ? 'not-supported' : undefined })
    return { world, session: world.connect() }
  }

  test('blocks nothing while sockets die without the message, too', async () => {
    const { world, session } = open()
    await world.settle()
    world.interceptSend = () => true
    const sent = codeOf(session.send('innocent'))
    for (let i = 0; i < 20; i++) {
      await world.advance(400)
      world.sockets.at(-1).drop(1006)
    }
    world.interceptSend = undefined
    await world.advance(60000)
    assert.equal(await sent, 'resolved')
    assert.deepEqual(world.session.taken, ['innocent'])
    await session.close()
    await assertNothingLeft(world)
  })

  test('blocks what proven sockets die of, and goes on with the rest', async () => {
    const { world, session } = open()
    await world.settle()
    world.interceptSend = (socket, bytes) => {
      if (!Buffer.from(bytes).includes('virus')) return false
      queueMicrotask(() => socket.drop(1006))
      return true
    }
    const results = Promise.all([codeOf(session.send('virus')), codeOf(session.send('b'))])
    await world.advance(120000)
    assert.deepEqual(await results, ['blocked', 'resolved'])
    await session.close()
    await assertNothingLeft(world)
  })
})
