// One runtime under command: JSON commands come by the control socket, answers and events go back by it.
// A command is { id, op, session?, ... }; its answer { id, result } or { id, error }; an event { of: session, event, ... }.
import { openSession } from './session.mjs'
import { pageOps } from './page.mjs'

export function drive({ name, control, leftovers, problems, injected, load }) {
  const sessions = new Map()
  const memories = new Map()
  const tell = message => control.readyState === 1 && control.send(JSON.stringify(message))
  control.isDriver = true

  const ops = {
    ...pageOps,
    ping: () => 'pong',
    about: () => globalThis.navigator?.userAgent ?? `Node ${process.version}`,
    problems: () => problems.splice(0),
    leftovers: () => ({
      timers: leftovers.timers(), sockets: leftovers.sockets(), requests: leftovers.requests(), listeners: leftovers.listeners(),
    }),
    async connect({ id, session, client, topics, url, options, listen, sends }) {
      const { connect } = await load(client, topics)
      const remembered = options.memory ? memoryOf(options.memory) : null
      const opened = openSession({ connect, url, options, listen, remembered, injected, tell: event => tell({ ...event, of: session }) })
      sessions.set(session, opened)
      sends.forEach(({ id, data }) => answer(id, () => opened.send({ data })))
    },
    forget: ({ session }) => void sessions.delete(session),
  }

  /** Node drops its memory with the process, a page too; a name makes it shared between sessions. */
  function memoryOf(key) {
    if (!memories.has(key)) {
      const map = new Map()
      memories.set(key, { getItem: item => map.get(item) ?? null, setItem: (item, text) => void map.set(item, text) })
    }
    return memories.get(key)
  }

  async function answer(id, run) {
    try {
      const result = await run()
      tell({ id, result: result === undefined ? null : result })
    } catch (error) {
      tell({ id, error: { name: error?.name ?? typeof error, code: error?.code ?? null, number: error?.number ?? 0, message: String(error?.message ?? error) } })
    }
  }

  function run(command) {
    const opened = sessions.get(command.session)
    const op = opened?.[command.op] ?? ops[command.op]
    if (!op) {
      throw new Error(`no command ${command.op}${command.session && !opened ? `, and no session ${command.session}` : ''}`)
    }
    return op(command)
  }

  control.addEventListener('open', () => tell({ hello: name }))
  control.addEventListener('message', e => {
    const command = JSON.parse(e.data)
    answer(command.id, () => run(command))
  })
}

