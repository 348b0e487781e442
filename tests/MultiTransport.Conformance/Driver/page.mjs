// What a page, or its device, goes through. In Node only the clock-free ones exist.
let visibility = null

export const pageOps = {
  /** The page is hidden, or shown again: what the browser says of itself and the event. */
  visibility({ value }) {
    if (!visibility) {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility })
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => visibility === 'hidden' })
    }
    visibility = value
    document.dispatchEvent(new Event('visibilitychange'))
  },
  event({ name }) {
    dispatchEvent(new Event(name))
  },
  transition({ name, persisted }) {
    dispatchEvent(new PageTransitionEvent(name, { persisted }))
  },
  /** Opens and closes so many WebSockets, one after the other. */
  async calmSockets({ url, count }) {
    for (let i = 0; i < count; i++) {
      await new Promise(resolve => {
        const socket = new WebSocket(url)
        socket.addEventListener('open', () => socket.close())
        socket.addEventListener('close', resolve)
      })
    }
  },
  /** A page in the page: it reports at the control endpoint by its own name. */
  openFrame({ name, url }) {
    const frame = document.createElement('iframe')
    frame.src = url
    frame.dataset.name = name
    document.body.append(frame)
  },
  /** Takes it somewhere else, which is a real pagehide for what runs in it. */
  leaveFrame({ name }) {
    frameOf(name).src = 'about:blank'
  },
  dropFrame({ name }) {
    frameOf(name).remove()
  },
}

function frameOf(name) {
  return document.querySelector(`iframe[data-name="${name}"]`)
}
