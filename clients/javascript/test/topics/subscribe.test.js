import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertNothingLeft, codeOf, record } from '../support/session.js'
import { createTopicServer } from '../support/topics.js'
import { createWorld, Type } from '../support/world.js'

/** Listens to everything of a subscription, and says it in short lines. */
function follow(subscription, lines = []) {
  subscription.onmessage = ({ data, position, key, publisher }) => lines.push([position, typeof data === 'string' ? data : [...new Uint8Array(data)], key, publisher].filter((one) => one !== null).join(' '))
  subscription.ongap = ({ why, from, to }) => lines.push(`gap ${why}${from ? ` ${from}-${to}` : ''}`)
  subscription.onpresence = ({ joined, left, anonymous }) => lines.push(`presence +${joined} -${left} ${anonymous}`)
  subscription.onclose = ({ code }) => lines.push(`close ${code}`)
  return lines
}

function start({ topics = createTopicServer(), ...world } = {}) {
  const made = createWorld({ handler: topics.handler, ...world })
  return { world: made, topics, session: made.connectTopics() }
}

describe('subscribe', () => {
  test('what is asked for in the first turn rides on negotiate, and the first messages on its answer', async () => {
    const { world, topics, session } = start({ offer: ['longpoll'] })
    for (const text of ['a', 'b', 'c']) topics.publish('news', text)
    const news = session.subscribe('news', { last: 2 })
    const lines = follow(news)
    assert.deepEqual([news.topic, news.state, news.epoch, news.position], ['news', 'subscribing', null, null])
    await world.settle()
    await news.ready
    assert.deepEqual(lines, ['2 b', '3 c'])
    assert.deepEqual([news.state, news.epoch, news.position], ['subscribed', 'one', 3])
    assert.deepEqual(world.paths, ['negotiate', 'poll'])
    assert.equal(world.requests[1].attach.received, 3)
    await session.close()
    assert.equal(news.state, 'closed')
    assert.deepEqual(lines.slice(2), ['close closed'])
    await assertNothingLeft(world)
  })
})
