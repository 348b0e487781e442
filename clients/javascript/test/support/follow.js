/** What tests ask of a subscription. */

import { createTopicServer } from './topics.js'
import { createWorld } from './world.js'

/** Listens to everything of a subscription, and says it in short lines. */
export function follow(subscription, lines = []) {
  subscription.onmessage = ({ data, position, key, publisher }) => lines.push([position, typeof data === 'string' ? data : [...new Uint8Array(data)], key, publisher].filter((one) => one !== null).join(' '))
  subscription.ongap = ({ why, from, to }) => lines.push(`gap ${why}${from ? ` ${from}-${to}` : ''}`)
  subscription.onpresence = ({ joined, left, anonymous }) => lines.push(`presence +${joined} -${left} ${anonymous}`)
  subscription.onclose = ({ code }) => lines.push(`close ${code}`)
  return lines
}

/** A client with topics, of a server that has them. */
export function start({ topics = createTopicServer(), connect = {}, ...world } = {}) {
  const made = createWorld({ handler: topics.handler, ...world })
  return { world: made, topics, session: made.connectTopics(connect) }
}

/** The same, on a rung. */
export async function on(rung, options = {}) {
  const started = start({ offer: [...new Set([rung, 'longpoll'])], ...options })
  await started.world.advance(7000)
  return started
}

/** The operations that the server was asked, by session. */
export const asked = (topics) => topics.log.filter(({ op }) => op).map(({ op, topic, since, last }) => `${op} ${topic}${since ? ` ${since.epoch ?? ''}@${since.position}` : ''}${last ? ` last ${last}` : ''}`)

/** The server does not know the session any more; what `meanwhile` does happens before the client has another one. */
export async function lose({ world, topics }, meanwhile = () => {}) {
  const { session } = world
  world.sessions.clear()
  topics.forget(session)
  meanwhile()
  if (session.active?.rung === 'poll') session.active.finish()
  else session.active?.end('session-unknown')
  await world.advance(1000)
}
