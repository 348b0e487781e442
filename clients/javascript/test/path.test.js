import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { backoff } from '../src/path/backoff.js'
import { createCrossings } from '../src/path/crossings.js'
import { createHold } from '../src/path/hold.js'
import { better, doubted, floorOf, ladder } from '../src/path/ladder.js'
import { judge } from '../src/path/life.js'
import { createProof } from '../src/path/proof.js'
import { createRtt } from '../src/path/rtt.js'
import { timing } from '../src/path/timing.js'
import { createVerdicts } from '../src/path/verdicts.js'
import { createTimers } from '../src/clock.js'
import { finality } from '../src/engine/negotiation.js'
import { createClock } from './support/clock.js'

const all = ['websocket', 'sse', 'stream', 'longpoll', 'shortpoll']
const offered = (...names) => names.map((name) => ({ name, why: name }))

describe('ladder', () => {
  test('is what is allowed and offered, best first', () => {
    assert.deepEqual(ladder(['shortpoll', 'websocket', 'sse'], offered('sse', 'shortpoll', 'websocket', 'pigeon')), ['websocket', 'sse', 'shortpoll'])
  })
  test('the floor is longpoll, else shortpoll, else the lowest', () => {
    const never = () => false
    assert.equal(floorOf(all, null, never), 'longpoll')
    assert.equal(floorOf(['websocket', 'shortpoll'], null, never), 'shortpoll')
    assert.equal(floorOf(['websocket', 'sse'], null, never), 'sse')
    assert.equal(floorOf(all, null, (rung) => rung === 'longpoll'), 'shortpoll')
    assert.equal(floorOf(all, null, () => true), 'longpoll')
    assert.equal(floorOf(all, 'shortpoll', never), 'shortpoll')
    assert.equal(floorOf(all, 'sse', never), 'longpoll')
  })
  test('what is better than the active one', () => {
    assert.deepEqual(better(all, null, 'longpoll'), ['websocket', 'sse', 'stream'])
    assert.deepEqual(better(all, null, 'sse'), ['websocket'])
    assert.deepEqual(better(all, null, 'websocket'), [])
    assert.deepEqual(better(all, null, null), all)
    assert.deepEqual(better(all, 'stream', 'websocket'), ['stream'])
    assert.deepEqual(better(all, 'stream', 'stream'), [])
  })
  test('what the server lists behind the floor is doubted', () => {
    assert.deepEqual(doubted(offered('sse', 'longpoll', 'websocket', 'shortpoll'), 'longpoll').map(({ name }) => name), ['websocket'])
    assert.deepEqual(doubted(offered(...all), 'longpoll'), [])
  })
})

describe('round trip', () => {
  test('smaller replaces, greater moves by an eighth', () => {
    const rtt = createRtt()
    assert.equal(rtt.value, 100)
    rtt.add(80)
    assert.equal(rtt.value, 80)
    rtt.add(160)
    assert.equal(rtt.value, 90)
    rtt.add(20)
    assert.equal(rtt.value, 20)
  })
  test('a wait that ran out makes the next ones longer, 33 s at most, until a sample says better', () => {
    const rtt = createRtt()
    rtt.add(20)
    assert.deepEqual([1, 2, 3, 4, 5].map(() => {
      rtt.doubt()
      return timing(rtt.value).send
    }), [5000, 9000, 17000, 33000, 33000])
    rtt.add(1500)
    assert.equal(rtt.value, 1500)
  })
  test('the waits', () => {
    assert.deepEqual(timing(100), { handshake: 1500, beside: 300, attached: 1000, pong: 1000, unacked: 2000, send: 5000, poll: 3000 })
    assert.deepEqual(timing(2000), { handshake: 8000, beside: 4000, attached: 6000, pong: 6000, unacked: 8000, send: 9000, poll: 9000 })
  })
})

test('back-off: full jitter, doubled to 30 s, and never before Retry-After', () => {
  assert.deepEqual([0, 1, 2, 6, 7, 1000].map((n) => backoff(n, 1)), [250, 500, 1000, 16000, 30000, 30000])
  assert.equal(backoff(3, 0), 0)
  assert.equal(backoff(0, 0.5, 7000), 7000)
})

describe('hold', () => {
  test('two cuts within a tenth teach', () => {
    const hold = createHold(20000)
    hold.cut(12000)
    assert.equal(hold.value, 20000)
    hold.cut(12500)
    assert.equal(hold.value, 8750)
  })
  test('cuts apart, or within a second, teach nothing', () => {
    const hold = createHold(20000)
    for (const took of [3000, 12000, 500, 900, 3000]) hold.cut(took)
    assert.equal(hold.value, 20000)
  })
  test('5 s at least; ten whole holds make it a tenth longer, up to the server\'s', () => {
    const hold = createHold(20000)
    hold.cut(2000)
    hold.cut(2000)
    assert.equal(hold.value, 5000)
    for (let i = 0; i < 10; i++) hold.full()
    assert.equal(hold.value, 5500)
    for (let i = 0; i < 500; i++) hold.full()
    assert.equal(hold.value, 20000)
  })
})

describe('proof', () => {
  const run = (rtt, beats) => {
    const proof = createProof(0, rtt)
    return beats.map(([now, stamp]) => proof.beat(now, stamp)).at(-1)
  }
  test('three beats in time prove', () => {
    assert.equal(run(100, [[100, 0], [600, 500], [1100, 1000]]), 'proven')
    assert.equal(run(100, [[440, 0], [600, 500], [1440, 1000]]), 'proven')
  })
  test('one that is late, and all at once, do not', () => {
    assert.equal(run(100, [[460, 0]]), 'late')
    assert.equal(run(100, [[100, 0], [600, 500], [1460, 1000]]), 'late')
    assert.equal(run(100, [[1000, 0]]), 'late')
    assert.equal(run(500, [[1200, 0], [1300, 500], [1400, 1000]]), 'late')
  })
  test('it is trailing where every beat is 35 ms late or more', () => {
    const isTrailing = (late) => {
      const proof = createProof(0, 20)
      late.forEach((ms, i) => proof.beat(20 + 500 * i + ms, 500 * i))
      return proof.isTrailing
    }
    assert.deepEqual([[35, 50, 60], [34, 60, 60], [60, 34, 60], [60, 60, 34], [0, 0, 0]].map(isTrailing), [true, false, false, false, false])
    assert.equal(createProof(0, 20).isTrailing, false)
  })
  test('held until the first, late after it', () => {
    const proof = createProof(0, 100)
    assert.deepEqual(proof.deadline(), { at: 1400, reason: 'held' })
    proof.beat(100, 0)
    assert.deepEqual(proof.deadline(), { at: 1450, reason: 'late' })
  })
})

describe('life', () => {
  const signs = { heard: 0, unackedSince: Infinity, asked: 0, pongBy: Infinity, silencePinged: false, heartbeat: 16000, timing: timing(100) }
  test('silence is pinged at 1.25 heartbeats, and dead at 1.75', () => {
    assert.deepEqual(judge(19999, signs), { act: null, next: 20000 })
    assert.deepEqual(judge(20000, signs), { act: 'ping', next: 28000 })
    assert.deepEqual(judge(20001, { ...signs, silencePinged: true }), { act: null, next: 28000 })
    assert.equal(judge(28000, { ...signs, silencePinged: true }).act, 'dead')
  })
  test('a send that is not acked is followed by a ping whose pong must come', () => {
    assert.deepEqual(judge(1000, { ...signs, unackedSince: 500 }), { act: null, next: 2500 })
    assert.equal(judge(2500, { ...signs, unackedSince: 500 }).act, 'ask')
    assert.deepEqual(judge(2600, { ...signs, unackedSince: 500, pongBy: 3500 }), { act: null, next: 3500 })
    assert.equal(judge(3500, { ...signs, unackedSince: 500, pongBy: 3500 }).act, 'dead')
    assert.deepEqual(judge(3000, { ...signs, unackedSince: 500, asked: 2900 }), { act: null, next: 4900 }, 'a slow handler is not asked all the time')
  })
})

describe('verdicts', () => {
  const store = () => {
    const kept = new Map()
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), kept }
  }
  test('30 s, doubled with each failure in a row, 10 min at most', () => {
    const clock = createClock()
    const verdicts = createVerdicts(null, () => 'here', clock, () => 0.5)
    for (const lasts of [30000, 60000, 120000, 240000, 480000, 600000, 600000]) {
      verdicts.add('sse', 'held')
      assert.equal(Math.round(verdicts.next(['sse'])), lasts)
    }
    verdicts.forget('sse')
    verdicts.add('sse', 'held')
    assert.equal(verdicts.next(all), 30000)
    assert.deepEqual(verdicts.list(all), [{ name: 'sse', reason: 'held' }])
  })
  test('times 0.8 to 1.2', () => {
    for (const [random, lasts] of [[0, 24000], [1, 36000]]) {
      const verdicts = createVerdicts(null, () => 'here', createClock(), () => random)
      verdicts.add('sse', 'late')
      assert.equal(verdicts.next(['sse']), lasts)
    }
  })
  test('they are kept by place, shared, and run out', async () => {
    const clock = createClock()
    const kept = store()
    let place = 'wifi'
    const first = createVerdicts(kept, () => place, clock, () => 0.5)
    const second = createVerdicts(kept, () => place, clock, () => 0.5)
    first.add('websocket', 'refused')
    assert.equal(second.of('websocket').reason, 'refused')
    place = 'mobile'
    assert.equal(second.of('websocket'), null)
    place = 'wifi'
    await clock.advance(30000)
    assert.equal(second.of('websocket'), null)
    second.add('websocket', 'refused')
    assert.equal(first.of('websocket').failures, 2, 'in a row, also after it ran out')
    first.drop()
    assert.equal(second.of('websocket'), null)
  })
  test('a wall clock that is set back does not make them last', () => {
    const clock = createClock()
    const verdicts = createVerdicts(null, () => 'here', clock, () => 0.5)
    verdicts.add('sse', 'held')
    clock.setWall(1e12)
    assert.equal(verdicts.of('sse'), null)
  })
  test('a store that throws, or holds what is not ours, is no fault', () => {
    const broken = { getItem: () => { throw new Error('no') }, setItem: () => { throw new Error('full') } }
    const verdicts = createVerdicts(broken, () => 'here', createClock(), () => 0.5)
    verdicts.add('sse', 'held')
    assert.equal(verdicts.of('sse').reason, 'held')
    for (const text of ['{', 'null', '7', '[]', '{"here":{"sse":5}}', '{"here":{"sse":{"until":"x"}}}']) {
      const kept = store()
      kept.setItem('multitransport', text)
      assert.equal(createVerdicts(kept, () => 'here', createClock(), () => 0.5).of('sse'), null)
    }
  })
})

describe('timers', () => {
  test('late by the monotonic or by the wall clock is sleep, told first', async () => {
    for (const monotonic of [true, false]) {
      const clock = createClock()
      const told = []
      const timers = createTimers(clock, () => told.push('slept'))
      timers.alarm((late) => told.push(late)).set(1000)
      await clock.sleep(60000, { monotonic })
      await clock.advance(1000)
      assert.deepEqual(told, ['slept', true])
    }
  })
  test('in time is not', async () => {
    const clock = createClock()
    const told = []
    createTimers(clock, () => told.push('slept')).alarm((late) => told.push(late)).set(1000)
    await clock.advance(1000)
    assert.deepEqual(told, [false])
  })
  test('closed, there are none', () => {
    const clock = createClock()
    const timers = createTimers(clock, () => {})
    timers.alarm(() => {}).set(1)
    timers.close()
    timers.alarm(() => {}).set(1)
    assert.equal(clock.pending, 0)
  })
})

test('what a first negotiate is refused as', () => {
  const of = (reason, status) => finality({ reason, detail: '', number: 0, action: 'resume' }, status)
  assert.deepEqual([404, 405, 410].map((status) => of('not-ours', status)), ['not-found', 'not-found', 'not-found'])
  assert.deepEqual([200, 302].map((status) => of('not-ours', status)), ['not-multitransport', 'not-multitransport'])
  assert.deepEqual([401, 403].map((status) => of('not-ours', status)), ['unauthorized', 'unauthorized'])
  assert.deepEqual([of('forbidden', 403), of('key-malformed', 400), of('not-ours', 407)], ['forbidden', 'key-malformed', 'proxy-authentication-required'])
  assert.deepEqual([of('no-answer', 0), of('not-ours', 408), of('inbox-full', 429), of('going-away', 503), of('not-ours', 502), of('not-ours', 418)], Array(6).fill(null))
})

test('attaches that cross on the way are excused three times in a row, and again once the rung carried the session', () => {
  const crossings = createCrossings()
  assert.deepEqual([1, 2, 3, 4].map(() => crossings.excuse('sse')), [true, true, true, false])
  assert.equal(crossings.excuse('sse'), true)
  crossings.settled('sse')
  assert.deepEqual([1, 2, 3, 4].map(() => crossings.excuse('sse')), [true, true, true, false])
})
