/** What the driver expects of a session, around a client of another library. */
export function face(url, { transport, send, close }) {
  const session = new EventTarget()
  let opened
  const open = new Promise((resolve, reject) => (opened = { resolve, reject }))
  let ended
  open.catch(() => {})
  Object.defineProperty(session, 'transport', { get: transport })
  return Object.assign(session, {
    url: String(url),
    attempts: [],
    counters: {},
    bufferedAmount: 0,
    id: null,
    state: 'connecting',
    closed: new Promise(resolve => (ended = resolve)),
    async send(text) {
      await open
      await send(text)
    },
    close,
    hear: data => session.dispatchEvent(Object.assign(new Event('message'), { data })),
    open() {
      session.state = 'open'
      opened.resolve()
    },
    end(error) {
      session.state = 'closed'
      opened.reject(error)
      ended({ code: 'failed', number: 0, reason: String(error?.message ?? error) })
    },
  })
}
