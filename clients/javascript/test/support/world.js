/** A server of the protocol in memory, and the network in front of it: every test can hold, cut, refuse or forge what goes through. */

import { fromToken, toToken, encodeText, decodeText, toBase64, fromBase64 } from '../../src/wire/bytes.js'
import { ackFrame, frame, frameDecoder, isNumbered, numberAndText, numbers, readNumberAndText, readNumbers, Type } from '../../src/wire/frames.js'
import { messageFrames, readCorrelated } from '../../src/wire/message.js'
import { codeNumber } from '../../src/wire/codes.js'
import { client, topicsClient } from './client.js'
import { createClock, settle } from './clock.js'

const MODES = ['probe', 'take', 'send']
const PATHS = { websocket: 'ws', sse: 'sse', stream: 'stream', longpoll: 'poll', shortpoll: 'poll' }

export const limits = {
  message: 65536, frame: 32768, body: 524288,
  upstream: { messages: 256, bytes: 1048576 }, window: { messages: 500, bytes: 524288 }
}

export function createWorld({ offer = Object.keys(PATHS), handler = echo, random = () => 0.5, page = {} } = {}) {
  const clock = createClock()
  const { performance, Date, setTimeout, clearTimeout } = clock
  const host = Object.assign(page, { performance, Date, setTimeout, clearTimeout })
  const world = {
    clock, settle, offer, handler, limits,
    /** @type {(request: object) => unknown} a Response, 'hang', 'fail', or nothing for the server's answer */
    intercept: () => undefined,
    /** @type {(socket: object) => unknown} 'hang', 'fail', or nothing */
    interceptSocket: () => undefined,
    requests: [], sockets: [], sessions: new Map(), keys: new Map(), open: 0, held: [],
    /** Pings of candidates; a network may hold them. */
    beats: true,
    lastSession: 0,
    fetch, WebSocket: createSocketClass(),
    connect(options = {}, { connect } = client) {
      return connect('http://server.test/echo', { verdicts: null, random, host, fetch: world.fetch, WebSocket: world.WebSocket, ...options })
    },
    connectTopics: (options) => world.connect(options, topicsClient),
    /** The newest session. */
    get session() { return [...world.sessions.values()].at(-1) },
    /** The paths of the requests so far. */
    get paths() { return world.requests.map(({ path }) => path) },
    advance: (ms) => clock.advance(ms)
  }

  async function fetch(url, init = {}) {
    const { pathname, searchParams } = new URL(url)
    const path = pathname.split('/').at(-1)
    const request = { path, searchParams, init, body: init.body ?? new Uint8Array(0), at: clock.now() }
    if (['ws', 'sse', 'stream', 'poll', 'send', 'close'].includes(path)) Object.assign(request, parse(request.body))
    world.requests.push(request)
    world.open++
    const aborted = new Promise((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')), { once: true })
      if (init.signal?.aborted) reject(new DOMException('aborted', 'AbortError'))
    })
    aborted.catch(() => {})
    init.signal?.addEventListener('abort', () => request.gone?.(), { once: true })
    try {
      const scripted = await world.intercept(request)
      if (scripted === 'hang') return await aborted
      if (scripted === 'fail') throw new TypeError('fetch failed')
      return scripted instanceof Response ? scripted : await Promise.race([aborted, answer(request)])
    } finally {
      world.open--
    }
  }

  function answer(request) {
    if (request.path === 'negotiate') return negotiate(JSON.parse(decodeText(request.body)))
    if (request.path === 'arrived') return json(world.arrivedRecord ?? { arrived: false })
    const session = world.sessions.get(toToken(request.attach.id))
    if (!session) return problem(404, 'session-unknown')
    if (session.refuses) return problem(...session.refuses)
    if (request.path === 'send' || request.path === 'close') {
      const fault = session.receive(request, null)
      return fault ? problem(409, fault) : binary([session.attached(request.attach, 0, false), ...session.fails(request.attach.acked), closeFrame('complete')])
    }
    return request.path === 'poll' ? poll(session, request) : held(session, request)
  }

  function negotiate(body) {
    if (body.renew) {
      world.renewals = (world.renewals ?? 0) + 1
      return world.sessions.has(body.renew.id) ? json({ version: 1, renewed: true }) : problem(404, 'session-unknown')
    }
    const known = world.keys.get(body.key)
    if (known) return json(known)
    const session = createSession(world)
    world.sessions.set(session.id, session)
    for (const message of body.messages ?? []) session.admit(session.received + 1, ...readMessage(message))
    const failed = (body.failed ?? []).map(({ name }) => name)
    const offered = world.offer.filter((name) => body.transports.includes(name))
    const given = {
      version: 1, session: { id: session.id, secret: session.secret },
      transports: [...offered.filter((name) => !failed.includes(name)), ...offered.filter((name) => failed.includes(name))].map((name) => ({ name, path: PATHS[name], why: name })),
      limits: world.limits, heartbeat: 15, hold: 20, resume: 120,
      received: session.received, handled: session.handled, fails: [...session.failed].map(([number, code]) => ({ number, code })), position: 0,
      messages: session.log.splice(0).map(writeMessage)
    }
    session.numbered = given.messages.length
    world.keys.set(body.key, given)
    return json(given)
  }

  function poll(session, request) {
    const before = session.received
    const stale = session.isStale(request.attach)
    const connection = { rung: 'poll', number: ++session.connections, write: () => {}, end }
    let timer
    return new Promise((resolve) => {
      connection.finish = () => {
        clock.clearTimeout(timer)
        const bytes = [session.attached(request.attach, connection.number, session.active === connection || connection.wasActive)]
        bytes.push(...session.fails(request.attach.acked))
        if (session.handled > request.attach.acked) bytes.push(ackFrame(session.handled))
        bytes.push(...connection.pongs ?? [], ...session.drain(request.attach.received), closeFrame('complete'))
        session.leave(connection)
        resolve(binary(bytes))
      }
      connection.wake = () => {
        if (session.active === connection && !session.isReceiving && session.hasNews(request.attach)) connection.finish()
      }
      request.gone = () => {
        clock.clearTimeout(timer)
        session.leave(connection)
      }
      if (stale) return resolve(binary([session.attached(request.attach, 0, false), closeFrame('stale')]))
      session.take(connection, request.attach)
      const fault = session.receive(request, null)
      if (fault) return resolve(problem(409, fault))
      if (session.received > before || session.hasNews(request.attach) || !request.attach.hold) return connection.finish()
      timer = clock.elsewhere(connection.finish, request.attach.hold)
    })

    function end(code) {
      if (code === 'superseded') connection.finishWith?.(code)
      clock.clearTimeout(timer)
      connection.resolveEnd?.(code)
    }
  }

  function held(session, request) {
    const encode = request.path === 'sse' ? (bytes) => encodeText(`data:=${toBase64(unframe(bytes))}\n\n`) : (bytes) => bytes
    let controller
    const body = new ReadableStream({ start(given) { controller = given } })
    const connection = {
      rung: request.path, number: ++session.connections, attach: request.attach,
      write(frames) { for (const one of frames) controller?.enqueue(encode(one)) },
      end(code) {
        this.write([closeFrame(code)])
        this.cut()
      },
      cut(error) {
        if (!controller) return
        if (error) controller.error(error)
        else controller.close()
        controller = null
        session.leave(connection)
      },
      raw: (bytes) => controller.enqueue(bytes)
    }
    request.init.signal?.addEventListener('abort', () => {
      controller?.error(new DOMException('aborted', 'AbortError'))
      controller = null
      session.leave(connection)
    })
    world.held.push(connection)
    if (session.isStale(request.attach)) {
      connection.write([session.attached(request.attach, 0, false)])
      connection.end('stale')
    } else if (request.attach.mode === 'take') {
      session.take(connection, request.attach)
      connection.write([session.attached(request.attach, connection.number, true), ...session.drain(request.attach.received)])
      session.receive(request, null)
    } else {
      session.candidate = connection
      connection.write([session.attached(request.attach, connection.number, false)])
      for (const stamp of world.beats ? [0, 500, 1000] : []) {
        if (stamp) clock.elsewhere(() => connection.write([frame(Type.ping, numbers(stamp))]), stamp)
        else connection.write([frame(Type.ping, numbers(0))])
      }
    }
    return new Response(body, { status: 200 })
  }

  function createSocketClass() {
    return class FakeSocket {
      readyState = 0
      bufferedAmount = 0
      onopen = null; onmessage = null; onclose = null; onerror = null
      constructor(url, protocol) {
        Object.assign(this, { url, protocol, sent: [], closed: null })
        world.sockets.push(this)
        queueMicrotask(() => {
          const scripted = world.interceptSocket(this)
          if (scripted === 'fail') this.drop(1006)
          else if (scripted !== 'hang') this.accept()
        })
      }
      accept() {
        if (this.readyState) return
        this.readyState = 1
        this.onopen?.({})
      }
      send(bytes) {
        this.sent.push(bytes)
        if (world.interceptSend?.(this, bytes)) return
        queueMicrotask(() => this.arrive(bytes))
      }
      arrive(bytes) {
        const first = !this.connection
        const message = first ? parse(bytes) : { frames: split(bytes, this.pieces ??= []) }
        if (first) this.attachTo(message)
        else {
          const fault = this.connection.session.receive({ ...message, carrier: this.connection }, this.connection)
          if (fault) this.connection.end(fault)
        }
      }
      attachTo({ attach, frames }) {
        const session = world.sessions.get(toToken(attach.id))
        const socket = this
        if (!session) return this.finish('session-unknown')
        const connection = this.connection = {
          rung: 'websocket', session, number: ++session.connections, attach, position: attach.upstream,
          write: (all) => all.forEach((one) => socket.push(one)),
          end(code) {
            session.leave(connection)
            socket.finish(code)
          }
        }
        if (session.isStale(attach)) return this.finish('stale')
        if (attach.mode === 'take') session.take(connection, attach)
        else session.probe(connection)
        connection.write([session.attached(attach, connection.number, attach.mode === 'take'), ...attach.mode === 'take' ? session.drain(attach.received) : []])
        session.receive({ frames, carrier: connection }, connection)
      }
      push(bytes) {
        if (this.readyState === 1) this.onmessage?.({ data: Uint8Array.from(bytes).buffer })
      }
      finish(code) {
        this.push(closeFrame(code))
        this.drop(codeNumber(code))
      }
      drop(code, reason = '') {
        if (this.readyState === 3) return
        this.readyState = 3
        if (this.connection) this.connection.session.leave(this.connection)
        this.onclose?.({ code, reason })
      }
      close(code) {
        if (this.readyState >= 2) return
        this.readyState = 3
        this.closed = code ?? true
        if (this.connection) this.connection.session.leave(this.connection)
      }
      get isOpen() { return this.readyState < 2 }
    }
  }

  return world
}

function createSession(world) {
  const id = new Uint8Array(16).fill(++world.lastSession)
  const session = {
    id: toToken(id), secret: toToken(id), received: 0, handled: 0, numbered: 0, acked: 0, connections: 0,
    log: [], failed: new Map(), taken: [], active: null, candidate: null, newest: 0, newestNonce: '', pings: [], closedBy: null,
    attached: (attach, connection, active) => frame(Type.attached, [...attach.nonce, ...numbers(connection), Number(active), ...numbers(session.received, session.standing(attach.acked), active ? attach.received : 0)]),
    standing(acked) {
      const first = [...session.failed.keys()].find((number) => number > acked && number <= session.handled)
      return first ? first - 1 : session.handled
    },
    fails(acked) {
      const unknown = [...session.failed].filter(([number]) => number > acked && number <= session.handled)
      return [...unknown.map(([number, code]) => numberAndText(Type.fail, number, code)), ...unknown.length ? [ackFrame(session.handled)] : []]
    },
    isStale({ attempt, nonce }) {
      if (attempt < session.newest) return true
      session.newest = attempt
      session.newestNonce = nonce
      return false
    },
    hasNews: (attach) => session.log.some(({ number }) => number > attach.received) || session.handled > attach.acked,
    drain: (received) => session.log.filter(({ number }) => number > received).flatMap(({ type, payload }) => messageFrames(type, payload, 32768)),
    take(connection, attach) {
      const before = session.active
      session.active = connection
      connection.wasActive = true
      connection.sent = attach.received
      if (before && before !== connection) supersede(before)
    },
    probe(connection) {
      const before = session.candidate
      session.candidate = connection
      before?.end('superseded')
    },
    leave(connection) {
      if (session.active === connection) session.active = null
      if (session.candidate === connection) session.candidate = null
    },
    /** @returns a fault, or nothing */
    receive({ frames, attach, carrier }, connection) {
      session.isReceiving = true
      try {
        return session.receiveAll({ frames, attach, carrier }, connection)
      } finally {
        session.isReceiving = false
        session.active?.wake?.()
      }
    },
    receiveAll({ frames, attach, carrier }, connection) {
      let position = carrier ? carrier.position : attach.upstream
      for (const [type, payload] of frames) {
        if (isNumbered(type)) {
          position++
          if (carrier) carrier.position = position
          if (position > session.received + 1) return 'position-ahead'
          if (position === session.received + 1) session.admit(position, type, payload)
        } else if (type === Type.ack) {
          session.acked = Math.max(session.acked, readNumbers(payload, 1)[0])
        } else if (type === Type.ping) {
          session.pings.push(payload)
          if (!world.muted) (connection ?? session.active)?.write([frame(Type.pong, payload)])
        } else if (type === Type.promote) {
          const [number, received, upstream] = readNumbers(payload, 3)
          if (session.candidate?.number === number && !world.ignoresPromotes) {
            const { candidate } = session
            session.candidate = null
            candidate.position = upstream
            if (carrier === candidate) position = upstream
            session.take(candidate, { received })
            candidate.write([session.attached({ ...candidate.attach, received }, number, true), ...session.drain(received)])
          }
        } else if (type === Type.close) {
          session.closedBy = readNumberAndText(payload).text
          world.sessions.delete(session.id)
          connection?.end('closed-by-client')
        }
      }
      if (connection && session.handled > (connection.told ?? 0)) {
        connection.told = session.handled
        connection.write([...session.fails(session.toldFails ?? 0), ackFrame(session.handled)])
        session.toldFails = session.handled
      }
    },
    admit(number, type, payload) {
      session.received = number
      session.taken.push(decodeText(payload) ?? payload)
      const result = world.handler(session, type, payload, number)
      if (result === 'later') return
      session.handle(number, result)
    },
    handle(number, fault) {
      session.handled = number
      if (fault) session.failed.set(number, fault)
    },
    /** Sends down. */
    send(type, payload) {
      const entry = { number: ++session.numbered, type, payload }
      session.log.push(entry)
      const { active } = session
      if (active?.rung === 'poll') active.wake()
      else active?.write(messageFrames(type, payload, 32768))
    },
    text: (text) => session.send(Type.text, encodeText(text))
  }
  return session
}

function supersede(connection) {
  if (connection.rung === 'poll') connection.finish?.()
  else connection.end('superseded')
}

export function echo(session, type, payload) {
  if (type === Type.text || type === Type.binary) session.send(type, payload)
  if (type === Type.request) {
    const { correlation, kind, body } = readCorrelated(payload)
    session.send(Type.response, Uint8Array.from([...numbers(correlation), kind, ...body]))
  }
  if (type >= 0xc0) return 'not-supported'
}

/** @returns {[number, Uint8Array][]} */
export function split(bytes, pieces = []) {
  const frames = []
  const decoder = frameDecoder((type, payload) => {
    if (type === Type.fragment) return void pieces.push(payload.slice())
    frames.push([type, isNumbered(type) && pieces.length ? Uint8Array.from(Buffer.concat([...pieces, payload])) : payload.slice()])
    if (isNumbered(type)) pieces.length = 0
  })
  decoder.push(bytes)
  decoder.end()
  return frames
}

/** The attach and what follows it. */
function parse(bytes) {
  const [[type, payload], ...frames] = split(bytes)
  if (type !== Type.attach) throw new Error('a carrier does not begin with attach')
  const [attempt, received, upstream, acked, hold] = readNumbers(payload.subarray(42), 5)
  return {
    attach: { mode: MODES[payload[1]], id: payload.slice(2, 18), secret: payload.slice(18, 34), nonce: payload.slice(34, 42), attempt, received, upstream, acked, hold },
    frames
  }
}

const unframe = (bytes) => {
  let found
  const decoder = frameDecoder((type, payload) => { found = Uint8Array.from([type, ...payload]) })
  decoder.push(bytes)
  return found
}

/** A message of negotiate's JSON. */
function readMessage({ text, binary, frame: whole }) {
  if (text !== undefined) return [Type.text, encodeText(text)]
  if (binary !== undefined) return [Type.binary, fromBase64(binary)]
  const [type, ...payload] = fromBase64(whole)
  return [type, Uint8Array.from(payload)]
}

function writeMessage({ type, payload }) {
  if (type === Type.text) return { text: decodeText(payload) }
  return type === Type.binary ? { binary: toBase64(payload) } : { frame: toBase64(Uint8Array.from([type, ...payload])) }
}

const closeFrame = (code) => numberAndText(Type.close, codeNumber(code), '')
export const json = (value, status = 200) => new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })
export const binary = (parts) => new Response(Uint8Array.from(Buffer.concat(parts)), { status: 200 })
export const problem = (status, code, more = {}, headers = {}) => new Response(JSON.stringify({ title: code, status, code, detail: `${code}.`, ...more }), { status, headers: { 'content-type': 'application/problem+json', ...headers } })
export const page = (status = 200) => new Response('<html>Welcome</html>', { status, headers: { 'content-type': 'text/html' } })
export { Type, decodeText, encodeText, fromToken, settle, closeFrame, frame, numbers }
