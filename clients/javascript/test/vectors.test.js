import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createReceiver } from '../src/flow/receiver.js'
import { fromBase64, isMalformed, encodeText, decodeText } from '../src/wire/bytes.js'
import { actionOf, codeName, codeNumber } from '../src/wire/codes.js'
import { eventDecoder } from '../src/wire/eventstream.js'
import { frameDecoder, isNumbered, Type } from '../src/wire/frames.js'
import { correlated, messageFrames } from '../src/wire/message.js'
import { isRenewed, negotiateBody, readGrant } from '../src/wire/negotiate.js'
import { findNumbers, numbers } from '../src/wire/varint.js'
import { publishPayload, readTopicMessage } from '../src/wire/topics.js'
import { readBeginning, readChange, readDone, readHistory, readLost, readPresence } from '../src/topics/answers.js'
import { checkKey, checkTopic } from '../src/topics/checks.js'
import { start } from './support/follow.js'
import { bytes, hex, load, read, write } from './support/vectors.js'

/** One test for each vector of a list. */
function each(list, check) {
  for (const vector of list) test(vector.name, () => check(vector))
}

/** @returns the frames in bytes, given in pieces of a size */
function decode(all, size = Infinity) {
  const found = []
  const decoder = frameDecoder((type, payload) => found.push([type, payload.slice()]))
  for (let at = 0; at < all.length || at === 0; at += size) decoder.push(all.subarray(at, Math.min(all.length, at + size)))
  decoder.end()
  return found
}

/** The receiver of an active connection. */
function activeReceiver() {
  const ignore = () => {}
  const receiver = createReceiver(new Uint8Array(8), 1e6, {
    attached: ignore, message: ignore, gap: ignore, ack: ignore, fail: ignore, ping: ignore, pong: ignore, close: ignore
  })
  receiver.take(Type.attached, bytes('0000000000000000' + '0101000000'))
  return receiver
}

describe('varints', () => {
  const { good, read: readable, bad } = load('varints')
  each(good, ({ value, hex: expected }) => {
    assert.equal(hex(numbers(value)), expected)
    assert.deepEqual(findNumbers(bytes(expected)), [value, expected.length / 2])
  })
  each(readable, ({ value, hex: given, length }) => assert.deepEqual(findNumbers(bytes(given)), [value, length]))
  each(bad, ({ hex: given }) => assert.equal(findNumbers(bytes(given)), null))
})

describe('frames', () => {
  const { good, read: readable, sequences, bad } = load('frames')
  each(good, (vector) => {
    assert.equal(hex(write(vector.frame)), hex(bytes(vector.hex)))
    for (const size of [Infinity, 1, 7]) assert.deepEqual(decode(bytes(vector.hex), size).map(([type, payload]) => read(type, payload)), [vector.frame])
  })
  each(readable, (vector) => assert.deepEqual(decode(bytes(vector.hex)).map(([type, payload]) => read(type, payload)), [vector.frame]))
  each(sequences, ({ hex: given, frames, numbers }) => {
    let number = 0
    const found = decode(bytes(given))
    assert.deepEqual(found.map(([type, payload]) => read(type, payload)), frames)
    assert.deepEqual(found.map(([type]) => isNumbered(type) ? ++number : null), numbers)
  })
  each(bad.filter(({ hex: given }) => !isUpstreamOnly(bytes(given))), ({ hex: given, code }) => assert.throws(() => receive(bytes(given)), { code }))

  /** Attach and promote never come down, so a client need not know what is wrong with them. */
  function isUpstreamOnly(all) {
    return [Type.attach, Type.promote].includes(all[findNumbers(all)?.[1]])
  }

  test('attach and promote do not come down', () => {
    assert.throws(() => receive(bytes('055002AC0207')), { code: 'frame-unknown' })
  })

  /** Through the receiver of an active connection. */
  function receive(all) {
    const decoder = frameDecoder(activeReceiver().take)
    decoder.push(all)
    decoder.end()
  }
})

describe('attach', () => {
  each(load('attach').good, (vector) => assert.equal(hex(write(vector.frame)), vector.hex))
})

describe('messages', () => {
  const types = { text: Type.text, binary: Type.binary, request: Type.request, response: Type.response }
  each(load('messages').good, (vector) => {
    const body = bytes(vector.body)
    const payload = vector.kind ? correlated(vector.correlation, vector.kind.charCodeAt(0), body) : body
    const frames = messageFrames(types[vector.type], payload, 32768)
    assert.deepEqual(frames.map((one) => one.length), vector.frames.map(({ header, payload: length }) => header.length / 2 + length))
    assert.deepEqual(frames.map((one, i) => hex(one.subarray(0, vector.frames[i].header.length / 2))), vector.frames.map(({ header }) => header))
    assert.equal(frames.reduce((sum, one) => sum + one.length, 0), vector.encoded)
  })
})

describe('events', () => {
  const { good, read: readable, bad } = load('sse')
  for (const size of [Infinity, 1, 5]) {
    describe(`in pieces of ${size}`, () => each([...good, ...readable], ({ text, frames }) => {
      assert.deepEqual(decodeEvents(text, size), frames)
    }))
  }
  each(bad, ({ text, code }) => assert.throws(() => decodeEvents(text), { code }))

  function decodeEvents(text, size = Infinity) {
    const found = []
    const decoder = eventDecoder((type, payload) => {
      // What no frame of ours is, the receiver of the carrier refuses.
      if (type !== Type.attached) activeReceiver().take(type, payload)
      found.push(hex(messageFrames(type, payload, 1e9)[0]))
    })
    const all = Buffer.from(text)
    for (let at = 0; at < all.length; at += size) decoder.push(all.subarray(at, Math.min(all.length, at + size)))
    decoder.end()
    return found
  }

  test('CR, and CR LF cut between, end a line too', () => {
    assert.deepEqual(decodeEvents('data:tHi\r\rdata:tyou\r\n\r\n', 1), ['03744869', '0474796F75'])
  })
})

describe('poll bodies', () => {
  const { requests, answers } = load('poll-bodies')
  each(requests, ({ hex: expected, frames }) => assert.equal(frames.map((frame) => hex(write(frame))).join(''), hex(bytes(expected))))
  each(answers, ({ hex: given, frames }) => assert.deepEqual(decode(bytes(given)).map(([type, payload]) => read(type, payload)), frames))
})

describe('negotiate', () => {
  const { requests, answers, renewed } = load('negotiate')
  test("the page's example", () => {
    const { body, fields } = requests.find(({ name }) => name === "the page's example")
    assert.equal(decodeText(negotiateBody({ key: fields.key, transports: fields.transports, failed: [], messages: fields.messages.map(({ text }) => ({ type: Type.text, payload: encodeText(text) })) })), body)
  })
  each(answers, ({ body }) => {
    const grant = readGrant(JSON.parse(JSON.stringify(body)))
    assert.ok(grant)
    assert.equal(grant.id, body.session.id)
    assert.equal(hex(grant.secretBytes), Buffer.from(body.session.secret, 'base64url').toString('hex').toUpperCase())
    assert.deepEqual(grant.transports, body.transports)
    assert.deepEqual(grant.limits, body.limits)
    assert.deepEqual([grant.heartbeat, grant.hold], [body.heartbeat * 1000, body.hold * 1000])
    assert.deepEqual([grant.received, grant.handled, grant.position, grant.fails], [body.received, body.handled, body.position, body.fails])
    assert.deepEqual(grant.messages.map(({ type, payload }) => read(type, payload)), body.messages.map((message) => 'text' in message
      ? { type: 'text', text: message.text } : 'frame' in message ? read(fromBase64(message.frame)[0], fromBase64(message.frame).subarray(1)) : { type: 'binary', bytes: hex(fromBase64(message.binary)) }))
  })
  each(renewed, ({ body }) => assert.ok(isRenewed(body)))
  test('what is not one of ours is none', () => {
    const [{ body }] = answers
    for (const other of [null, [], 'x', 1, {}, { ...body, version: 2 }, { ...body, session: {} }, { ...body, limits: null }, { ...body, messages: [{}] },
      { ...body, position: -1 }, { ...body, heartbeat: 0 }, { ...body, transports: 'all' }, { ...body, session: { id: 'x', secret: 'y' } }]) assert.equal(readGrant(other), null)
  })
})

describe('topics', () => {
  const topics = load('topics')
  const given = (vector) => ({ bytes: bytes(vector.hex), key: vector.key ?? null, publisher: vector.publisher ?? null, data: vector.kind === 't' ? decodeText(bytes(vector.body)) : vector.body })
  describe('messages', () => each([...topics.messages, ...topics.messagesRead], (vector) => {
    const { bytes: payload, ...expected } = given(vector)
    const { data, ...read } = readTopicMessage(payload)
    assert.deepEqual({ ...read, data: typeof data === 'string' ? data : hex(new Uint8Array(data)) }, { index: vector.index, position: vector.position, ...expected })
  }))
  describe('messages that are none', () => each(topics.messagesBad, ({ hex: payload }) => assert.equal(readTopicMessage(bytes(payload)), 'not-supported')))
  describe('publishes', () => each(topics.publishes, ({ hex: expected, topic, key, notToSelf, kind, body }) => {
    assert.equal(hex(publishPayload(topic, key, !notToSelf, kind.charCodeAt(0), bytes(body))), hex(bytes(expected)))
  }))
  describe('names and keys', () => {
    each(topics.names, ({ text }) => assert.equal(checkTopic(text), text))
    each(topics.namesBad.filter(({ text }) => text !== undefined), ({ text }) => assert.throws(() => checkTopic(text), TypeError))
    each(topics.keys, ({ text }) => assert.equal(checkKey(text), text))
    each(topics.keysBad.filter(({ text }) => text !== undefined), ({ text }) => assert.throws(() => checkKey(text), TypeError))
  })
  describe('answers', () => each(topics.answers, ({ op, body }) => {
    const read = { subscribe: readBeginning, unsubscribe: readDone, history: readHistory, presence: readPresence }[op](body)
    if (op === 'subscribe') assert.deepEqual(read, { gap: null, conflated: false, ...body })
    if (op === 'presence') assert.deepEqual(read, { more: false, ...body })
    if (op === 'unsubscribe') assert.ok(read)
    if (op === 'history') {
      const messages = body.messages.map(({ text, binary, ...message }) => ({ key: null, publisher: null, ...message, data: text ?? hex(fromBase64(binary)) }))
      assert.deepEqual({ ...read, messages: read.messages.map((one) => ({ ...one, data: typeof one.data === 'string' ? one.data : hex(new Uint8Array(one.data)) })) }, { more: false, ...body, messages })
    }
  }))
  describe('events', () => each(topics.events, ({ body: { subscribed, gap, presence } }) => {
    const { topic, ...rest } = subscribed ?? gap ?? presence ?? {}
    if (subscribed) assert.deepEqual(readBeginning(subscribed), { gap: null, conflated: false, ...rest })
    if (gap) assert.deepEqual(readLost(gap), rest)
    if (presence) assert.deepEqual(readChange(presence), { joined: [], left: [], ...rest })
  }))
  // What nobody writes: unknown fields, null, white space, fields of others.
  const written = topics.operations.filter(({ body, fields }) => (fields.op === 'history' || !fields.limit) && body.replace(/\\u[0-9a-f]{4}/g, (escaped) => JSON.parse(`"${escaped}"`)) === JSON.stringify(fields))
  describe('operations', () => each(written, async ({ fields: { op, topic, ...rest } }) => {
    const asked = []
    const { world, topics: server, session } = start()
    server.intercept = (operation) => void asked.push(operation)
    const subscription = session.subscribe(topic, op === 'subscribe' ? rest : {})
    if (op === 'history') void subscription.history(rest)
    if (op === 'presence') void subscription.presence()
    if (op === 'unsubscribe') void subscription.unsubscribe()
    await world.settle()
    const { presence, ...expected } = { op, topic, ...rest }
    assert.deepEqual(asked.at(-1), { ...expected, ...presence ? { presence } : {} })
    await session.close()
  }))
  test('enough of them are what we write', () => assert.ok(written.length > 10, `${written.length}`))
})

describe('codes', () => {
  const { close, unknown } = load('codes')
  each(close, ({ name, number, action }) => assert.deepEqual([codeName(number), codeNumber(name), actionOf(number)], [name, number, action]))
  each(unknown, ({ number, action }) => assert.equal(actionOf(number), action))
})

describe('text', () => {
  test('unpaired surrogates are malformed, pairs are not', () => {
    for (const text of ['\ud800', 'a\udc00', '\udc00\ud800', '\ud83d\ude00\ud83d']) assert.ok(isMalformed(text))
    for (const text of ['', 'a', '\ud83d\ude00', '\uffff\u0000', '\ud83d\ude00\ud83d\ude00']) assert.ok(!isMalformed(text))
  })
  test('a byte order mark stays', () => assert.equal(decodeText(encodeText('\ufeffa')), '\ufeffa'))
})
