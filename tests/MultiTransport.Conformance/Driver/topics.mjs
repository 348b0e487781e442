// The topics of one session, as commands. What comes of them is told as events.
import { toData, toJson } from './data.mjs'

const TOLD = ['gap', 'presence', 'close']
const FIELDS = ['why', 'from', 'to', 'joined', 'left', 'anonymous', 'code']

export function topicOps(session, tell) {
  const subscriptions = new Map()

  function listenTo({ topic }) {
    subscriptions.get(topic).addEventListener('message', ({ data, position, key, publisher }) => {
      tell({ event: 'topic-message', topic, data: toJson(data), position, key, publisher })
    })
  }

  return {
    subscribe({ topic, options: { since, last, presence, listen } }) {
      const subscription = session.subscribe(topic, { since: since ?? undefined, last: last ?? undefined, presence })
      subscriptions.set(topic, subscription)
      for (const name of TOLD) {
        subscription.addEventListener(name, e => tell({ event: `topic-${name}`, topic, ...pick(e) }))
      }
      if (listen) {
        listenTo({ topic })
      }
    },
    ready: ({ topic }) => subscriptions.get(topic).ready,
    listenTo,
    unsubscribe: ({ topic }) => subscriptions.get(topic).unsubscribe(),
    publish: ({ topic, data, key, echo }) => session.publish(topic, toData(data), { key: key ?? undefined, echo }),
  }
}

function pick(event) {
  return Object.fromEntries(FIELDS.filter(name => event[name] !== undefined).map(name => [name, event[name]]))
}
