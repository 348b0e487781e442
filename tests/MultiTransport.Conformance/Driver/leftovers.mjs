// Counts what a client must not leave behind: timers, sockets, requests and listeners on the globals. Loaded before the client.

/** @returns {{ timers(): string[], sockets(): string[], requests(): string[], listeners(): string[], counted(Socket: any): any }} */
export function watch() {
  const timers = countTimers()
  const sockets = new Map()
  const listeners = countListeners()
  const requests = countRequests()

  function counted(Socket) {
    return class extends Socket {
      constructor(...given) {
        super(...given)
        sockets.set(this, `WebSocket ${given[0]}`)
        this.addEventListener('close', () => sockets.delete(this), { once: true })
      }
    }
  }

  if (globalThis.WebSocket) {
    globalThis.WebSocket = counted(globalThis.WebSocket)
  }

  return {
    timers: () => [...timers.values()],
    sockets: () => [...sockets].filter(([socket]) => !socket.isDriver && socket.readyState < 3).map(([, what]) => what),
    requests: () => [...requests.values()],
    listeners: () => [...listeners.keys()],
    counted,
  }
}

/** Node's own fetch keeps connections for a while, on timers that hold nothing up. */
const isOfNode = () => new Error().stack.split('\n')[3]?.includes('node:internal')

function countTimers() {
  const live = new Map()
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  globalThis.setTimeout = (run, after, ...given) => {
    if (isOfNode()) {
      return setTimeout(run, after, ...given)
    }
    const id = setTimeout(() => {
      live.delete(id)
      run(...given)
    }, after)
    live.set(id, `timer of ${after} ms`)
    return id
  }
  globalThis.setInterval = (run, every, ...given) => {
    const id = setInterval(run, every, ...given)
    live.set(id, `interval of ${every} ms`)
    return id
  }
  globalThis.clearTimeout = id => {
    live.delete(id)
    clearTimeout(id)
  }
  globalThis.clearInterval = id => {
    live.delete(id)
    clearInterval(id)
  }
  return live
}

function countListeners() {
  const live = new Map()
  const targets = [[globalThis, 'global'], [globalThis.document, 'document'], [globalThis.navigator?.connection, 'connection']]
  for (const [target, name] of targets.filter(([target]) => target?.addEventListener)) {
    const { addEventListener, removeEventListener } = target
    target.addEventListener = (type, listener, options) => {
      live.set(`${name}.${type}`, (live.get(`${name}.${type}`) ?? 0) + 1)
      options?.signal?.addEventListener('abort', () => less(`${name}.${type}`), { once: true })
      addEventListener.call(target, type, listener, options)
    }
    target.removeEventListener = (type, listener, options) => {
      less(`${name}.${type}`)
      removeEventListener.call(target, type, listener, options)
    }
  }

  function less(key) {
    const count = (live.get(key) ?? 0) - 1
    if (count > 0) {
      live.set(key, count)
    } else {
      live.delete(key)
    }
  }

  return live
}

function countRequests() {
  const live = new Map()
  const { fetch } = globalThis
  globalThis.fetch = async (...given) => {
    const key = {}
    live.set(key, `request ${given[0]?.url ?? given[0]}`)
    try {
      return await fetch(...given)
    } finally {
      live.delete(key)
    }
  }
  return live
}
