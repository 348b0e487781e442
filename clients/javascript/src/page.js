/** What a browser tells of the page and the network. In Node there is nothing to hear; in a worker there is no document. */

/**
 * @typedef {object} PageEvents
 * @property {() => void} woke the page was looked at again, or the machine came back
 * @property {() => void} network it is another one, or it is back
 * @property {() => void} hidden
 * @property {(persisted: boolean) => void} left
 * @property {() => void} returned
 */

/**
 * @typedef {object} PageHost the globals that are there
 * @property {EventTarget["addEventListener"]} [addEventListener]
 * @property {EventTarget["removeEventListener"]} [removeEventListener]
 * @property {Document} [document]
 * @property {{ origin: string }} [location]
 * @property {{ connection?: EventTarget & { type?: string, effectiveType?: string }, sendBeacon?: (url: string, body: Uint8Array<ArrayBuffer>) => boolean }} [navigator]
 */

/**
 * @param {PageHost} host
 * @param {PageEvents} events
 */
export function createPage(host, events) {
  const { document, navigator } = host
  const connection = navigator?.connection
  const window = typeof host.addEventListener === 'function' ? /** @type {EventTarget} */ (/** @type {unknown} */ (host)) : undefined
  const type = () => String(connection?.type ?? '')
  let network = type()
  /** @type {(() => void)[]} */
  let release = []

  /** @param {EventTarget | undefined} target @param {string} name @param {(event: Event) => void} call */
  function on(target, name, call) {
    if (typeof target?.addEventListener !== 'function') return
    target.addEventListener(name, call)
    release.push(() => target.removeEventListener(name, call))
  }

  return {
    get isHidden() { return document?.visibilityState === 'hidden' },
    /** Which network, as far as the browser tells. */
    get network() { return type() },
    start() {
      on(document, 'visibilitychange', () => document?.visibilityState === 'hidden' ? events.hidden() : events.woke())
      on(document, 'resume', events.woke)
      on(window, 'online', events.network)
      on(window, 'offline', events.woke)
      on(connection, 'change', () => {
        // Its estimates change all the time.
        if (type() === network) return
        network = type()
        events.network()
      })
      if (!document) return
      on(window, 'pagehide', (event) => events.left('persisted' in event && !!event.persisted))
      on(window, 'pageshow', (event) => { if ('persisted' in event && event.persisted) events.returned() })
    },
    /** @param {string} url @param {Uint8Array<ArrayBuffer>} body */
    beacon(url, body) { navigator?.sendBeacon?.(url, body) },
    stop() {
      for (const call of release) call()
      release = []
    }
  }
}

/** @typedef {ReturnType<typeof createPage>} Page */
