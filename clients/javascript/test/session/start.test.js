import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertNothingLeft, codeOf, record } from '../support/session.js'
import { createWorld, page, problem, json } from '../support/world.js'

describe('start', () => {
  const wrongs = [
    [{ transports: ['pigeon'] }, /^transports is \["pigeon"\]; accepted is a list of one or more of websocket, sse,/],
    [{ transports: [] }, /^transports is \[\];/],
    [{ transports: ['sse', null, 5, ['x']] }, /^transports is \["sse", null, 5, \["x"\]\];/],
    [{ transports: Array(1000).fill('pigeon') }, /^transports is \["pigeon", .{60,70}…; accepted/],
    [{ transports: 'x'.repeat(1000) }, /^transports is "x{79}…; accepted/],
    [{ token: 5n }, /^token is 5; accepted is a string or a function\.$/],
    [{ credentials: {} }, /^credentials is a Object;/]
  ]
  for (const [options, message] of wrongs) {
    test(`a wrong option is shown with its value: ${message}`, () => {
      assert.throws(() => createWorld().connect(options), { name: 'TypeError', message })
    })
  }

  test('what is sent in the same turn rides on negotiate, and its answer on the answer', async () => {
    const world = createWorld({ offer: ['longpoll'] })
    const session = world.connect()
    const lines = record(session)
    const opened = []
    session.addEventListener('open', ({ id, renewed }) => opened.push([id, renewed]))
    const sent = session.send('Hi')
    await world.settle()
    await sent
    assert.deepEqual(opened, [[session.id, false]])
    assert.deepEqual(lines, ['attempt negotiate ok', 'state open', 'open', 'message Hi', 'transport longpoll'])
    assert.deepEqual(world.paths, ['negotiate', 'poll'])
    const [{ init }, poll] = world.requests
    assert.deepEqual([init.method, init.cache, init.credentials, init.headers], ['POST', 'no-store', 'same-origin', undefined])
    assert.deepEqual([poll.attach.mode, poll.attach.received, poll.attach.upstream, poll.attach.hold], ['take', 1, 1, 20000])
    await session.close()
    await assertNothingLeft(world)
  })

  test('a WebSocket is proven beside the poll and promoted', async () => {
    const world = createWorld()
    const session = world.connect()
    const lines = record(session)
    await world.settle()
    assert.deepEqual(lines.slice(-3), ['transport longpoll', 'attempt websocket ok', 'transport websocket'])
    await session.send('over it')
    assert.deepEqual(lines.at(-1), 'message over it')
    assert.equal(session.counters.websocket.up, 1)
    assert.match(world.sockets[0].url, /^ws:\/\/server\.test\/echo\/ws\?try=[\w-]{22}$/)
    await world.advance(1000)
    assert.equal(world.session.pings.length, 1, 'probation ends with a ping')
    await session.close()
    await assertNothingLeft(world)
  })

  for (const rung of ['sse', 'stream']) {
    test(`${rung} is proven by its beats and promoted by a send`, async () => {
      const world = createWorld({ offer: [rung, 'longpoll'] })
      const session = world.connect()
      await world.advance(999)
      assert.equal(session.transport, 'longpoll')
      await world.advance(10)
      assert.equal(session.transport, rung)
      const lines = record(session)
      await session.send('x')
      world.session.text('down\nhere')
      await world.settle()
      assert.deepEqual(lines, ['message x', 'message down\nhere'])
      await session.close()
      await assertNothingLeft(world)
    })
  }

  test('negotiate is repeated with the very same body, and after 50 s with another key', async () => {
    const world = createWorld()
    world.intercept = () => 'fail'
    const session = world.connect({ connectTimeout: Infinity })
    const sent = codeOf(session.send('once'))
    const keyed = codeOf(session.send('keyed', { key: 'k' }))
    await world.advance(45000)
    const bodies = new Set(world.requests.map(({ body }) => Buffer.from(body).toString()))
    assert.ok(world.requests.length > 3)
    assert.equal(bodies.size, 1)
    await world.advance(40000)
    assert.equal(await sent, 'outcome-unknown')
    world.intercept = () => undefined
    await world.advance(30000)
    assert.equal(await keyed, 'resolved')
    assert.deepEqual(world.session.taken, ['keyed'])
    await session.close()
    await assertNothingLeft(world)
  })

  const refusals = [
    ['not-found', () => page(404)], ['not-multitransport', () => page(200)], ['not-multitransport', () => json({ hello: 1 })],
    ['version-unsupported', () => problem(400, 'version-unsupported')], ['unauthorized', () => page(401)],
    ['origin-refused', () => problem(403, 'origin-refused')], ['proxy-authentication-required', () => page(407)],
    ['transports-none', () => problem(400, 'transports-none')], ['not-multitransport', () => new Response(null, { status: 302, headers: { location: '/login' } })]
  ]
  for (const [code, answer] of refusals) {
    test(`a first negotiate that is refused for good closes: ${code}`, async () => {
      const world = createWorld()
      world.intercept = answer
      const session = world.connect()
      const sent = codeOf(session.send('x'))
      await world.settle()
      assert.equal((await session.closed).code, code)
      assert.equal(await sent, 'closed')
      assert.equal(session.state, 'closed')
      await assertNothingLeft(world)
    })
  }

  const script = (type) => () => new Response('', { headers: { 'content-type': type } })
  const origins = [
    ['of another origin, the script can be read', 'https://page.test', script('text/javascript; charset=utf-8'), 'origin-refused'],
    ['of another origin, a page comes instead of the script', 'https://page.test', script('text/html'), 'unreachable'],
    ['of another origin, nothing answers', 'https://page.test', () => 'fail', 'unreachable'],
    ['of another origin, the script hangs', 'https://page.test', () => 'hang', 'unreachable'],
    ['of the same origin', 'http://server.test', script('text/javascript'), 'unreachable']
  ]
  for (const [what, origin, answer, code] of origins) {
    test(`no negotiate of a page is answered, ${what}: ${code}`, async () => {
      const world = createWorld({ page: { location: { origin } } })
      world.intercept = ({ path }) => path === 'client.js' ? answer() : 'fail'
      const session = world.connect()
      await world.advance(60000)
      const { code: closed, reason } = await session.closed
      assert.equal(closed, code)
      if (code === 'origin-refused') {
        assert.deepEqual(world.paths, [...Array(5).fill('negotiate'), 'client.js'])
        assert.match(reason, /https:\/\/page\.test.*AllowedOrigins/)
        assert.equal(world.requests[5].init.cache, 'no-store')
      }
      assert.equal(world.paths.includes('client.js'), origin === 'https://page.test')
      await assertNothingLeft(world)
    })
  }

  test('a token that never comes is no refused origin, nor is what the client cut itself', async () => {
    const world = createWorld({ page: { location: { origin: 'https://page.test' } } })
    world.intercept = ({ path }) => path === 'client.js' ? script('text/javascript')() : 'hang'
    const sessions = [world.connect(), world.connect({ token: () => { throw new Error('no token') } })]
    await world.advance(60000)
    for (const { closed } of sessions) assert.equal((await closed).code, 'unreachable')
    assert.ok(!world.paths.includes('client.js'))
    await assertNothingLeft(world)
  })

  test('no answer within connectTimeout closes unreachable, with the last reason', async () => {
    const world = createWorld()
    world.intercept = () => problem(503, 'too-many-sessions', { action: 'renegotiate' }, { 'retry-after': '3' })
    const session = world.connect()
    await world.advance(8999)
    assert.equal(world.requests.length, 3)
    await world.advance(51001)
    const closed = await session.closed
    assert.equal(closed.code, 'unreachable')
    assert.match(closed.reason, /too-many-sessions/)
    await assertNothingLeft(world)
  })

  test('a token provider is asked once more after a refusal', async () => {
    const world = createWorld()
    const asked = []
    world.intercept = ({ path, init }) => path === 'negotiate' && init.headers.Authorization !== 'Bearer new' ? page(401) : undefined
    const session = world.connect({ token: async ({ expired }) => {
      asked.push(!!expired)
      return expired ? 'new' : 'old'
    } })
    await world.settle()
    assert.deepEqual([session.state, asked], ['open', [false, true]])
    assert.equal(world.requests.filter(({ init }) => init.headers).length, 2, 'only negotiate bears it')
    await session.close()
  })
})
