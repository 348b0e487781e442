import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createInbox } from '../src/flow/inbox.js'
import { createOutbox } from '../src/flow/outbox.js'
import { createReceiver } from '../src/flow/receiver.js'
import { createRequests, dataOf } from '../src/flow/requests.js'
import { pack } from '../src/engine/upstream.js'
import { encodeText } from '../src/wire/bytes.js'
import { KIND_ERROR, numbers, Type } from '../src/wire/frames.js'
import { correlated } from '../src/wire/message.js'
import { hex } from './support/vectors.js'
import { limits } from './support/world.js'

const outcome = (entry) => entry.promise.then(() => 'taken', (error) => error.code)

describe('outbox', () => {
  const open = (messages = 100, bytes = 1e6) => {
    const box = createOutbox({ messages, bytes })
    box.limit({ ...limits, upstream: { messages: 3, bytes: 100 } })
    return box
  }
  const add = (box, text, more) => box.add(Type.text, encodeText(text), more)

  test('numbers go by the order of the calls, window by window', async () => {
    const box = open()
    const all = ['a', 'b', 'c', 'd', 'e'].map((text) => add(box, text))
    const first = box.take(0, 1e6, 5)
    assert.deepEqual([first.through, first.count, first.frames.map(hex)], [3, 3, ['027461', '027462', '027463']])
    assert.ok(!box.has(3))
    assert.ok(box.ack(2))
    assert.ok(box.has(3))
    assert.equal(box.take(box.known, 1e6, 5).through, 5)
    assert.equal(box.take(3, 1e6, 5).count, 2)
    box.ack(5)
    assert.deepEqual(await Promise.all(all.map(outcome)), Array(5).fill('taken'))
    assert.deepEqual([box.bytes, box.count, box.since], [0, 0, Infinity])
  })

  test('the window counts bytes, but one message may always go', () => {
    const box = open()
    add(box, 'x'.repeat(99))
    add(box, 'yy')
    assert.equal(box.take(0, 1e6, 0).count, 1)
    const large = open()
    add(large, 'x'.repeat(500))
    assert.equal(large.take(0, 1e6, 0).count, 1)
  })

  test('a body takes what fits, and one at least', () => {
    const box = open()
    add(box, 'x'.repeat(40))
    add(box, 'y'.repeat(40))
    assert.equal(box.take(0, 60, 0).count, 1)
    assert.equal(box.take(0, 1, 0).count, 1)
    assert.equal(box.take(0, 200, 0).count, 2)
  })

  test('a carrier that counts on carries something in place of what is gone', () => {
    const box = open()
    for (const text of ['a', 'b', 'c']) add(box, text)
    box.take(0, 1e6, 0)
    box.ack(2)
    const batch = box.take(0, 1e6, 0)
    assert.deepEqual([batch.count, batch.through, batch.frames.map(hex)], [1, 3, ['01C0', '01C0', '027463']])
  })

  test('known moves what the next request begins with; it is never more than was written', () => {
    const box = open()
    add(box, 'a')
    add(box, 'b')
    box.take(0, 1, 0)
    box.prove(9)
    assert.equal(box.known, 1)
    assert.deepEqual(box.take(box.known, 1e6, 0).frames.map(hex), ['027462'])
    box.doubt()
    assert.equal(box.known, 0)
    assert.ok(!box.ack(3), 'an ack of what was never sent')
  })

  test('fails come before their ack, and settle with it', async () => {
    const box = open()
    const all = ['a', 'b', 'c'].map((text) => add(box, text))
    box.take(0, 1e6, 0)
    box.fail(2, 'handler-failed')
    box.fail(99, 'x')
    box.ack(3)
    assert.deepEqual(await Promise.all(all.map(outcome)), ['taken', 'handler-failed', 'taken'])
  })

  test('bounds, limits and late bytes', async () => {
    const box = open(2, 100)
    const blob = box.add(Type.binary, null, { size: 10 })
    const after = add(box, 'after')
    assert.equal(await outcome(add(box, 'third')), 'queue-full')
    assert.equal(box.take(0, 1e6, 0).count, 0)
    box.ready(blob, new Error('unreadable'))
    await assert.rejects(blob.promise, /unreadable/)
    assert.equal(box.take(0, 1e6, 0).count, 1)
    box.ack(1)
    assert.equal(await outcome(after), 'taken')
    assert.equal(await outcome(open(9, 1e9).add(Type.binary, new Uint8Array(65537))), 'message-too-large')
    const early = createOutbox({ messages: 9, bytes: 1e9 })
    const large = early.add(Type.binary, new Uint8Array(65537))
    const small = add(early, 's')
    early.limit(limits)
    assert.equal(await outcome(large), 'message-too-large')
    assert.deepEqual(early.take(0, 1e6, 0).frames.map(hex), ['027473'])
    early.ack(1)
    assert.equal(await outcome(small), 'taken')
  })

  test('a lost session', async () => {
    const box = open()
    const [written, keyed, failed, moved] = [add(box, 'written'), add(box, 'keyed', { key: 'k' }), add(box, 'failed', { key: 'f' }), add(box, 'moved')]
    box.take(0, 1e6, 0)
    box.fail(3, 'handler-failed')
    box.lose()
    assert.deepEqual(await Promise.all([written, failed].map(outcome)), ['outcome-unknown', 'handler-failed'])
    assert.equal(box.find('k'), keyed.promise)
    assert.equal(box.find('f'), undefined)
    assert.deepEqual([box.acked, box.known, box.written], [0, 0, 0])
    assert.equal(box.take(0, 1e6, 0).count, 2)
    box.ack(2)
    assert.deepEqual(await Promise.all([keyed, moved].map(outcome)), ['taken', 'taken'])
  })

  test('answers to a session that is gone are not for the next', () => {
    const box = open()
    box.add(Type.response, encodeText('xx'))
    add(box, 'a')
    box.lose()
    assert.equal(box.count, 1)
  })

  test('a blocked message keeps its number', async () => {
    const box = open()
    const bad = add(box, 'bad')
    add(box, 'good')
    box.block(bad)
    assert.equal(await outcome(bad), 'blocked')
    assert.deepEqual(box.take(0, 1e6, 0).frames.map(hex), ['01C0', hex([5, 0x74, ...encodeText('good')])])
    assert.equal(box.bytes, 4)
  })

  test('what opens a session: what comes first and fits', () => {
    const box = createOutbox({ messages: 9, bytes: 1e9 })
    add(box, 'a')
    box.add(Type.binary, new Uint8Array(2))
    box.add(Type.request, correlated(1, Type.text, encodeText('q')))
    add(box, 'b')
    assert.deepEqual(box.opening(100).map(({ type }) => type), [Type.text, Type.binary, Type.request, Type.text])
    assert.equal(box.opening(10).length, 1)
    assert.equal(box.opening(0).length, 0)
  })
})

describe('inbox', () => {
  const window = { messages: 10, bytes: 100 }
  test('repetitions are dropped, a number too high ends the carrier', () => {
    const inbox = createInbox(window, 4)
    assert.ok(inbox.take(5, 1))
    assert.equal(inbox.take(5, 1), null)
    assert.equal(inbox.take(1, 1), null)
    assert.throws(() => inbox.take(7, 1), { code: 'position-ahead' })
    assert.equal(inbox.received, 5)
  })
  test('handled is cumulative, whatever is handled first', () => {
    const inbox = createInbox(window, 0)
    const [a, b, c] = [1, 2, 3].map((number) => inbox.take(number, 1))
    c.handled(0)
    b.handled(0)
    assert.deepEqual([inbox.handled, inbox.frames()], [0, []])
    a.handled(0)
    a.handled(0)
    assert.deepEqual(inbox.frames().map(hex), ['026103'])
  })
  test('an ack is due 5 s after the first, or at once at half the window, of messages or bytes', () => {
    const inbox = createInbox(window, 0)
    assert.equal(inbox.due, Infinity)
    inbox.take(1, 1).handled(1000)
    inbox.take(2, 1).handled(2000)
    assert.equal(inbox.due, 6000)
    inbox.told(1, false)
    assert.equal(inbox.due, 7000)
    inbox.take(3, 50).handled(2000)
    assert.equal(inbox.due, 0)
    inbox.told(3, false)
    assert.equal(inbox.due, Infinity)
    for (let number = 4; number < 9; number++) inbox.take(number, 0).handled(0)
    assert.equal(inbox.due, 0)
  })
  test('an ack that was written to what was lost is written again', () => {
    const inbox = createInbox(window, 0)
    inbox.take(1, 1).handled(0)
    inbox.told(1, false)
    assert.deepEqual(inbox.frames(), [])
    inbox.doubt()
    assert.deepEqual(inbox.frames().map(hex), ['026101'])
    assert.equal(inbox.due, 0)
    inbox.told(1, true)
    inbox.doubt()
    assert.deepEqual(inbox.frames(), [])
  })
  test('fails stand before their ack', () => {
    const inbox = createInbox(window, 0)
    inbox.take(1, 1).handled(0, 'not-utf8')
    inbox.take(2, 1)
    assert.deepEqual(inbox.frames().map(hex), [`0A7801${hex(encodeText('not-utf8'))}`, '026101'])
    inbox.told(1, true)
    assert.deepEqual(inbox.frames(), [])
  })
  test('a gap is news only for what is not there', () => {
    const inbox = createInbox(window, 0)
    inbox.take(1, 1).handled(0)
    assert.deepEqual(inbox.gap(1, 4, 0), { from: 2, to: 4 })
    assert.equal(inbox.gap(2, 3, 0), null)
    assert.deepEqual([inbox.received, inbox.handled], [4, 4])
    assert.throws(() => inbox.gap(9, 10, 0), { code: 'position-ahead' })
  })
})

describe('receiver', () => {
  const nonce = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8])
  const attached = (active, position, other = nonce) => Uint8Array.from([...other, ...numbers(1), active, ...numbers(0, 0, position)])
  const open = (most = 100) => {
    const told = []
    const events = Object.fromEntries(['attached', 'message', 'gap', 'ack', 'fail', 'ping', 'pong', 'close'].map((name) => [name, (...rest) => told.push([name, ...rest])]))
    return { told, receiver: createReceiver(nonce, most, events) }
  }
  test('what does not begin with attached of our nonce is not ours', () => {
    const { receiver } = open()
    assert.throws(() => receiver.take(Type.text, new Uint8Array(1)), { code: 'not-ours' })
    assert.throws(() => receiver.take(Type.attached, attached(1, 0, new Uint8Array(8))), { code: 'not-ours' })
  })
  test('pieces are joined, with a ping between, and counted once', () => {
    const { receiver, told } = open()
    receiver.take(Type.attached, attached(1, 6))
    receiver.take(Type.fragment, encodeText('a'))
    receiver.take(Type.ping, new Uint8Array(0))
    receiver.take(Type.text, encodeText('b'))
    assert.deepEqual(told.slice(1).map(([name, ...rest]) => name === 'message' ? [...rest.slice(0, 2), dataOf(rest[1], rest[2])] : name), ['ping', [7, Type.text, 'ab']])
  })
  test('attached again begins anew: pieces before it are gone', () => {
    const { receiver, told } = open()
    receiver.take(Type.attached, attached(1, 0))
    receiver.take(Type.fragment, encodeText('lost'))
    receiver.take(Type.attached, attached(1, 9))
    receiver.take(Type.text, encodeText('b'))
    assert.deepEqual(told.at(-1).slice(1, 3), [10, Type.text])
    assert.equal(told.at(-1)[3].length, 1)
    assert.equal(told[1][2], true)
  })
  test('a candidate carries no messages', () => {
    const { receiver } = open()
    receiver.take(Type.attached, attached(0, 0))
    assert.throws(() => receiver.take(Type.text, new Uint8Array(1)), { code: 'frame-malformed' })
  })
  test('a message has a bound', () => {
    const { receiver } = open(10)
    receiver.take(Type.attached, attached(1, 0))
    receiver.take(Type.fragment, new Uint8Array(10))
    assert.throws(() => receiver.take(Type.fragment, new Uint8Array(1)), { code: 'frame-malformed' })
  })
  test('after close there is nothing; a gap moves the count', () => {
    const { receiver, told } = open()
    receiver.take(Type.attached, attached(1, 0))
    receiver.take(Type.gap, Uint8Array.from(numbers(1, 300)))
    receiver.take(0xc1, new Uint8Array(0))
    receiver.take(0x99, new Uint8Array(0))
    receiver.take(Type.close, Uint8Array.from(numbers(4000)))
    receiver.take(Type.text, new Uint8Array(0))
    assert.deepEqual(told.slice(1).map(([name, first]) => [name, first]), [['gap', 1], ['message', 301], ['close', 4000]])
  })
})

describe('requests', () => {
  test('answers find their question; errors reject; strangers are ignored', async () => {
    const requests = createRequests()
    const ask = () => {
      let correlation
      const promise = new Promise((resolve, reject) => { correlation = requests.add({ resolve, reject }) })
      return { promise, correlation }
    }
    const [a, b, c] = [ask(), ask(), ask()]
    assert.equal(requests.read(correlated(b.correlation, Type.text, encodeText('B'))), null)
    assert.equal(requests.read(correlated(a.correlation, KIND_ERROR, encodeText('handler-failed'))), null)
    assert.equal(requests.read(correlated(77, Type.text, encodeText('x'))), null)
    assert.equal(requests.read(new Uint8Array(0)), 'not-supported')
    assert.equal(requests.read(correlated(c.correlation, 1, new Uint8Array(0))), 'not-supported')
    assert.equal(await b.promise, 'B')
    await assert.rejects(a.promise, { code: 'handler-failed' })
    requests.end(new Error('over'))
    await assert.rejects(c.promise, /over/)
  })
  test('at most 128 wait', () => {
    const requests = createRequests()
    for (let i = 0; i < 128; i++) requests.add({ resolve() {}, reject() {} })
    assert.ok(requests.isFull)
  })
})

test('WebSocket messages hold up to 16 KiB, or one larger frame', () => {
  const frames = [10, 16000, 500, 33000, 1, 16384].map((length) => new Uint8Array(length))
  assert.deepEqual(pack(frames, 16384).map((message) => message.map(({ length }) => length)), [[10, 16000], [500], [33000], [1], [16384]])
})
