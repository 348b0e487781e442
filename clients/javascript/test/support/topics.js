/** Topics of a scripted server, as section 14 of PROTOCOL.md has them: a handler for `createWorld`. */

import { decodeText, encodeText } from '../../src/wire/bytes.js'
import { KIND_ERROR, KIND_OPERATION, numbers, Type } from '../../src/wire/frames.js'
import { readCorrelated } from '../../src/wire/message.js'
import { findNumbers } from '../../src/wire/varint.js'
import { echo } from './world.js'

const field = (text) => [...numbers(encodeText(text).length), ...encodeText(text)]

/** The payload of a topic message. */
export const messagePayload = (index, { position, key, publisher, text, binary }) => Uint8Array.from([
  ...numbers(index, position), (key ? 1 : 0) | (publisher ? 2 : 0), ...key ? field(key) : [], ...publisher ? field(publisher) : [],
  ...text === undefined ? [Type.binary, ...binary] : [Type.text, ...encodeText(text)]
])

function readPublish(payload) {
  const [length, start] = findNumbers(payload)
  const topic = decodeText(payload.subarray(start, start + length))
  let rest = payload.subarray(start + length)
  const [options] = rest
  rest = rest.subarray(1)
  let key
  if (options & 1) {
    const [size, at] = findNumbers(rest)
    key = decodeText(rest.subarray(at, at + size))
    rest = rest.subarray(at + size)
  }
  const body = rest.slice(1)
  return { topic, options, key, ...rest[0] === Type.text ? { text: decodeText(body) } : { binary: body } }
}

export function createTopicServer({ epoch = 'one', conflated = [], keeps = Infinity } = {}) {
  const topics = {
    epoch, keeps,
    /** What was asked for and published, in order, with the session. */
    log: [],
    /** @type {(operation: object, session: object) => unknown} a code, an answer, 'silent', or nothing for the server's answer */
    intercept: () => undefined,
    handler,
    names: new Map(),
    of(name) {
      if (!topics.names.has(name)) topics.names.set(name, { name, index: topics.names.size + 1, position: 0, kept: [], subscribers: new Set() })
      return topics.names.get(name)
    },
    publish(name, message, except) {
      const topic = topics.of(name)
      const one = { position: ++topic.position, ...typeof message === 'string' ? { text: message } : message }
      topic.kept = [...topic.kept, one].slice(-topics.keeps)
      for (const session of topic.subscribers) {
        if (session !== except) session.send(Type.topicMessage, messagePayload(topic.index, one))
        else if (!conflated.includes(name)) topics.event(session, { skipped: { topic: name, position: one.position } })
      }
    },
    event: (session, event) => session.send(Type.topicEvent, encodeText(typeof event === 'string' ? event : JSON.stringify(event))),
    /** A session is gone. */
    forget(session) { for (const { subscribers } of topics.names.values()) subscribers.delete(session) },
    /** Another store counts from here. */
    restart() {
      topics.epoch += '+'
      topics.names.clear()
    }
  }

  function subscribe(session, { topic: name, since, last }) {
    const topic = topics.of(name)
    const known = { index: topic.index, epoch: topics.epoch, position: topic.position, ...conflated.includes(name) ? { conflated: true } : {} }
    if (topic.subscribers.has(session)) return [known]
    topic.subscribers.add(session)
    const oldest = topic.position - topic.kept.length
    let from = topic.position
    let gap
    if (since?.epoch && since.epoch !== topics.epoch) {
      gap = { why: 'epoch' }
      from = oldest
    } else if (since && since.position > topic.position) {
      gap = { why: 'ahead' }
    } else if (since) {
      from = Math.max(since.position, oldest)
      if (from > since.position) gap = { why: 'evicted', from: since.position + 1, to: from }
    } else if (last) {
      from = Math.max(oldest, topic.position - last)
    }
    return [{ ...known, position: from, ...gap ? { gap } : {} }, ...topic.kept.filter(({ position }) => position > from).map((one) => messagePayload(topic.index, one))]
  }

  function answerTo(session, operation) {
    const topic = topics.of(operation.topic)
    switch (operation.op) {
      case 'subscribe': return subscribe(session, operation)
      case 'unsubscribe':
        topic.subscribers.delete(session)
        return [{}]
      case 'history': {
        const { since, before = Infinity, limit = 50 } = operation
        const found = since ? topic.kept.filter(({ position }) => position > since.position).slice(0, limit) : topic.kept.filter(({ position }) => position < before).slice(-limit)
        return [{ epoch: topics.epoch, first: topic.kept[0]?.position ?? 0, last: topic.kept.at(-1)?.position ?? 0, messages: found.map((one) => ({ time: 1700000000000, ...one })), more: found.length < topic.kept.length }]
      }
      case 'presence': return [{ users: [{ user: 'ann', sessions: 2 }], anonymous: 1 }]
    }
    return 'operation-unknown'
  }

  function handler(session, type, payload) {
    if (type === Type.publish) {
      const { topic, options, ...message } = readPublish(payload)
      topics.log.push({ session: session.id, publish: topic, options, ...message })
      const fault = topics.intercept({ op: 'publish', topic }, session)
      if (fault) return fault
      return void topics.publish(topic, message, options & 2 ? session : undefined)
    }
    const { correlation, kind, body } = type === Type.request ? readCorrelated(payload) : {}
    if (kind !== KIND_OPERATION) return echo(session, type, payload)
    const operation = JSON.parse(decodeText(body))
    topics.log.push({ session: session.id, ...operation })
    const scripted = topics.intercept(operation, session)
    if (scripted === 'silent') return
    const [answer, ...messages] = scripted === undefined ? [answerTo(session, operation)].flat() : [scripted]
    const isCode = typeof answer === 'string' && !answer.startsWith('raw:')
    const text = isCode ? answer : typeof answer === 'string' ? answer.slice(4) : JSON.stringify(answer)
    session.send(Type.response, Uint8Array.from([...numbers(correlation), isCode ? KIND_ERROR : Type.text, ...encodeText(text)]))
    for (const one of messages) session.send(Type.topicMessage, one)
  }

  return topics
}
