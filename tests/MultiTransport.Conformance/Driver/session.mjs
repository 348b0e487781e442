// One session of the client under test, as commands.
import { toData, toJson } from './data.mjs'
import { storm } from './storm.mjs'
import { topicOps } from './topics.mjs'

const TOLD = ['open', 'transport', 'state', 'attempt', 'gap', 'close']
const FIELDS = ['id', 'renewed', 'from', 'to', 'why', 'attempt', 'session', 'code', 'number', 'reason']

/** What answers the server's requests. */
const ANSWERS = {
  echo: data => data,
  upper: async data => data.toUpperCase(),
  throw: () => {
    throw new Error('on purpose')
  },
  hang: () => new Promise(() => {}),
}

export function openSession({ connect, url, options, listen, remembered, injected, tell: report }) {
  const start = performance.now()
  const tell = event => report({ ...event, after: performance.now() - start })
  let tokens = options.tokens?.slice()
  const given = { verdicts: remembered, ...options.plain, ...injected }
  if (options.answers) {
    given.onRequest = ANSWERS[options.answers]
  }
  if (tokens) {
    given.token = asked => {
      tell({ event: 'token', renewed: asked?.expired === true })
      return tokens.length > 1 ? tokens.shift() : tokens[0]
    }
  }

  const session = connect(url, given)
  for (const name of TOLD) {
    session.addEventListener(name, e => tell({ event: name, ...pick(e) }))
  }
  session.closed.then(({ code, number, reason }) => tell({ event: 'closed', code, number, reason }))
  const hear = e => tell({ event: 'message', data: toJson(e.data) })
  if (listen) {
    session.addEventListener('message', hear)
  }
  let iterator = null

  return {
    ...topicOps(session, tell),
    send: ({ data, key }) => session.send(toData(data), key ? { key } : undefined),
    request: async ({ data, timeout }) => toJson(await session.request(toData(data), timeout ? { timeout } : undefined)),
    use: ({ name }) => session.use(name),
    close: ({ reason }) => session.close(reason ?? undefined),
    listen: () => void session.addEventListener('message', hear),
    async next() {
      iterator ??= session[Symbol.asyncIterator]()
      const { done, value } = await iterator.next()
      return done ? { done: true } : toJson(value)
    },
    look: () => ({
      state: session.state,
      transport: session.transport,
      attempts: session.attempts,
      counters: session.counters,
      bufferedAmount: session.bufferedAmount,
      id: session.id,
      url: String(session.url),
      rtt: session.rtt,
    }),
    storm: plan => {
      session.removeEventListener('message', hear)
      return storm(session, plan)
    },
    swallow: () => void session.removeEventListener('message', hear),
    giveTokens: ({ values }) => void (tokens = values),
  }
}

function pick(event) {
  return Object.fromEntries(FIELDS.filter(name => name in event).map(name => [name, event[name]]))
}
