/** What a browser tells of the page and the network. In Node there is nothing to hear; in a worker there is no document. */

/**
 * @typedef {object} PageEvents
 * @property {() => void} woke the page was looked at again, or the machine came back
 * @property {() => void} network it is another one, or it is back
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
  /** @type {(() => void)[]} */
  let release = []

  /** @param {Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined} target @param {string} name @param {(event: { persisted?: boolean }) => void} call */
  function on(target, name, call) {
    const listener = /** @type {EventListener} */ (call)
    target?.addEventListener?.(name, listener)
    release.push(() => target?.removeEventListener?.(name, listener))
  }

  const page = {
    get isHidden() { return document?.visibilityState === 'hidden' },
    /** Which network, as far as the browser tells. */
    get network() { return `${connection?.type ?? ''}` },
    start() {
      let { network } = page
      const window = /** @type {EventTarget} */ (/** @type {unknown} */ (host))
      on(document, 'visibilitychange', () => page.isHidden || events.woke())
      on(document, 'resume', events.woke)
      on(window, 'online', events.network)
      on(window, 'offline', events.woke)
      on(connection, 'change', () => {
        // Its estimates change all the time.
        if (page.network === network) return
        network = page.network
        events.network()
      })
      on(document && window, 'pagehide', ({ persisted }) => events.left(!!persisted))
      on(document && window, 'pageshow', ({ persisted }) => { if (persisted) events.returned() })
    },
    /** @param {string} url @param {Uint8Array<ArrayBuffer>} body */
    beacon(url, body) { navigator?.sendBeacon?.(url, body) },
    stop() {
      for (const call of release) call()
      release = []
    }
  }
  return page
}

/** @typedef {ReturnType<typeof createPage>} Page */
