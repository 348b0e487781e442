/** The vectors of the contract, and their notations. */

import { readFileSync } from 'node:fs'
import { attachFrame, promoteFrame, readAttached } from '../../src/wire/attach.js'
import { decodeText, encodeText, fromToken } from '../../src/wire/bytes.js'
import { ackFrame, frame, KIND_ERROR, KIND_OPERATION, numberAndText, numbers, readNumberAndText, readNumbers, Type } from '../../src/wire/frames.js'
import { correlated, readCorrelated } from '../../src/wire/message.js'

export const load = (name) => JSON.parse(readFileSync(new URL(`../../../vectors/${name}.json`, import.meta.url), 'utf8'))

/** Bytes are hex, an object for one byte many times, or an array of these. */
export function bytes(notation) {
  if (typeof notation === 'string') return Uint8Array.from(Buffer.from(notation, 'hex'))
  if (Array.isArray(notation)) return Uint8Array.from(Buffer.concat(notation.map(bytes)))
  return new Uint8Array(notation.length).fill(parseInt(notation.fill, 16))
}

export const hex = (array) => Buffer.from(array).toString('hex').toUpperCase()

const KINDS = { t: Type.text, b: Type.binary, e: KIND_ERROR, j: KIND_OPERATION }
const kindName = (kind) => Object.keys(KINDS).find((name) => KINDS[name] === kind)

/** A frame of a vector, as our writers write it. */
export function write(f) {
  switch (f.type) {
    case 'text': return frame(Type.text, f.text === undefined ? bytes(f.bytes) : encodeText(f.text))
    case 'binary':
    case 'fragment':
    case 'ping':
    case 'pong': return frame(Type[f.type], bytes(f.bytes))
    case 'topic-message': return frame(Type.topicMessage, bytes(f.bytes))
    case 'publish': return frame(Type.publish, bytes(f.bytes))
    case 'topic-event': return frame(Type.topicEvent, encodeText(f.text))
    case 'request':
    case 'response': return frame(Type[f.type], correlated(f.correlation, KINDS[f.kind], bodyOf(f)))
    case 'ack': return ackFrame(f.number)
    case 'fail': return numberAndText(Type.fail, f.number, f.code)
    case 'close': return numberAndText(Type.close, f.code, f.reason)
    case 'gap': return frame(Type.gap, numbers(f.from, f.to))
    case 'attach': return attachFrame({ ...f, id: fromToken(f.id), secret: fromToken(f.secret), nonce: bytes(f.nonce) })
    case 'attached': return frame(Type.attached, [...bytes(f.nonce), ...numbers(f.connection), f.active, ...numbers(f.received, f.handled, f.position)])
    case 'promote': return promoteFrame(f.connection, f.received, f.upstream)
    case 'optional': return frame(parseInt(f.byte, 16), bytes(f.bytes))
  }
  throw new Error(`a vector has a frame of type ${f.type}`)
}

function bodyOf(f) {
  if (f.kind === 'e') return encodeText(f.error)
  return f.text === undefined ? bytes(f.bytes) : encodeText(f.text)
}

/** What our readers see, in the words of the vectors; of what a client never receives, the type. */
export function read(type, payload) {
  switch (type) {
    case Type.text: {
      const text = decodeText(payload)
      return text === null ? { type: 'text', bytes: hex(payload) } : { type: 'text', text }
    }
    case Type.binary: return { type: 'binary', bytes: hex(payload) }
    case Type.fragment: return { type: 'fragment', bytes: hex(payload) }
    case Type.ping: return { type: 'ping', bytes: hex(payload) }
    case Type.pong: return { type: 'pong', bytes: hex(payload) }
    case Type.topicMessage: return { type: 'topic-message', bytes: hex(payload) }
    case Type.publish: return { type: 'publish', bytes: hex(payload) }
    case Type.topicEvent: return { type: 'topic-event', text: decodeText(payload) }
    case Type.request:
    case Type.response: {
      const { correlation, kind, body } = readCorrelated(payload)
      const name = kindName(kind)
      const rest = name === 'e' ? { error: decodeText(body) } : name === 't' || name === 'j' ? { text: decodeText(body) } : { bytes: hex(body) }
      return { type: type === Type.request ? 'request' : 'response', correlation, kind: name, ...rest }
    }
    case Type.ack: return { type: 'ack', number: readNumbers(payload, 1)[0] }
    case Type.fail: {
      const { number, text } = readNumberAndText(payload)
      return { type: 'fail', number, code: text }
    }
    case Type.close: {
      const { number, text } = readNumberAndText(payload)
      return { type: 'close', code: number, reason: text }
    }
    case Type.gap: {
      const [from, to] = readNumbers(payload, 2)
      return { type: 'gap', from, to }
    }
    case Type.attached: {
      const attached = readAttached(payload)
      return { type: 'attached', ...attached, nonce: hex(attached.nonce), active: Number(attached.active) }
    }
    case Type.promote: {
      const [connection, received, upstream] = readNumbers(payload, 3)
      return { type: 'promote', connection, received, upstream }
    }
  }
  return { type: 'optional', byte: type.toString(16).toUpperCase(), numbered: type >= 0xc0, bytes: hex(payload) }
}
