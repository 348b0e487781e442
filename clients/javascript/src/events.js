/** Events of a session: an EventTarget that knows whether anyone listens for messages. */

/**
 * @typedef {{ data: string | ArrayBuffer }} MessageDetail
 * @typedef {{ id: string, renewed: boolean }} OpenDetail
 * @typedef {{ from: string | null, to: string | null, why: string }} ChangeDetail
 * @typedef {{ attempt: import('./engine/status.js').Attempt }} AttemptDetail
 * @typedef {{ from?: number, to?: number, session?: true }} GapDetail
 * @typedef {{ code: string, number: number, reason: string }} CloseDetail
 */

/**
 * @typedef {object} SessionEvents
 * @property {Event & OpenDetail} open
 * @property {Event & MessageDetail} message
 * @property {Event & ChangeDetail} transport
 * @property {Event & ChangeDetail} state
 * @property {Event & AttemptDetail} attempt
 * @property {Event & GapDetail} gap
 * @property {Event & CloseDetail} close
 */

/** @typedef {keyof SessionEvents} EventName */
/**
 * @template {EventName} K
 * @typedef {((event: SessionEvents[K]) => void) | null} Handler
 */

/** @param {boolean | AddEventListenerOptions | undefined} options */
const captures = (options) => typeof options === 'boolean' ? options : !!options?.capture

export class Emitter extends EventTarget {
  /** @type {{ listener: EventListenerOrEventListenerObject, capture: boolean, once: boolean }[]} */
  #listening = []
  /** @type {Map<string, { call: Handler<any>, listener: EventListener }>} any: a handler is kept by the name whose type it has */
  #handlers = new Map()
  #onListener

  /** @param {() => void} onListener told when someone begins to listen for messages */
  constructor(onListener) {
    super()
    this.#onListener = onListener
  }

  /** @internal */
  get hasListener() { return this.#listening.length > 0 }

  /**
   * @internal
   * @param {EventName} type
   * @param {object} detail
   */
  emit(type, detail) {
    this.dispatchEvent(Object.assign(new Event(type), detail))
    if (type === 'message') this.#listening = this.#listening.filter(({ once }) => !once)
  }

  /**
   * @template {EventName} K
   * @overload
   * @param {K} type
   * @param {(event: SessionEvents[K]) => void} listener
   * @param {boolean | AddEventListenerOptions} [options]
   * @returns {void}
   */
  /**
   * @overload
   * @param {string} type
   * @param {EventListenerOrEventListenerObject | null} listener
   * @param {boolean | AddEventListenerOptions} [options]
   * @returns {void}
   */
  /**
   * @param {string} type
   * @param {any} listener any: what both overloads take
   * @param {boolean | AddEventListenerOptions} [options]
   */
  addEventListener(type, listener, options) {
    super.addEventListener(type, listener, options)
    const signal = typeof options === 'object' ? options.signal : undefined
    if (type !== 'message' || !listener || signal?.aborted) return
    const capture = captures(options)
    if (this.#listening.some((one) => one.listener === listener && one.capture === capture)) return
    this.#listening.push({ listener, capture, once: typeof options === 'object' && !!options.once })
    signal?.addEventListener('abort', () => this.#forget(listener, capture), { once: true })
    this.#onListener()
  }

  /**
   * @template {EventName} K
   * @overload
   * @param {K} type
   * @param {(event: SessionEvents[K]) => void} listener
   * @param {boolean | EventListenerOptions} [options]
   * @returns {void}
   */
  /**
   * @overload
   * @param {string} type
   * @param {EventListenerOrEventListenerObject | null} listener
   * @param {boolean | EventListenerOptions} [options]
   * @returns {void}
   */
  /**
   * @param {string} type
   * @param {any} listener any: what both overloads take
   * @param {boolean | EventListenerOptions} [options]
   */
  removeEventListener(type, listener, options) {
    super.removeEventListener(type, listener, options)
    if (type === 'message') this.#forget(listener, captures(options))
  }

  /** @param {EventListenerOrEventListenerObject} listener @param {boolean} capture */
  #forget(listener, capture) {
    this.#listening = this.#listening.filter((one) => one.listener !== listener || one.capture !== capture)
  }

  /**
   * @template {EventName} K
   * @param {K} type
   * @returns {Handler<K>}
   */
  #handler(type) { return this.#handlers.get(type)?.call ?? null }

  /**
   * @template {EventName} K
   * @param {K} type
   * @param {Handler<K>} call
   */
  #handle(type, call) {
    const before = this.#handlers.get(type)
    if (typeof call !== 'function') {
      this.#handlers.delete(type)
      if (before) this.removeEventListener(type, before.listener)
    } else if (before) {
      before.call = call
    } else {
      /** @type {{ call: Handler<any>, listener: EventListener }} any: as above */
      const handler = { call, listener: (event) => handler.call?.call(this, event) }
      this.#handlers.set(type, handler)
      this.addEventListener(type, handler.listener)
    }
  }

  /** @returns {Handler<'open'>} */
  get onopen() { return this.#handler('open') }
  set onopen(call) { this.#handle('open', call) }
  /** @returns {Handler<'message'>} */
  get onmessage() { return this.#handler('message') }
  set onmessage(call) { this.#handle('message', call) }
  /** @returns {Handler<'transport'>} */
  get ontransport() { return this.#handler('transport') }
  set ontransport(call) { this.#handle('transport', call) }
  /** @returns {Handler<'state'>} */
  get onstate() { return this.#handler('state') }
  set onstate(call) { this.#handle('state', call) }
  /** @returns {Handler<'attempt'>} */
  get onattempt() { return this.#handler('attempt') }
  set onattempt(call) { this.#handle('attempt', call) }
  /** @returns {Handler<'gap'>} */
  get ongap() { return this.#handler('gap') }
  set ongap(call) { this.#handle('gap', call) }
  /** @returns {Handler<'close'>} */
  get onclose() { return this.#handler('close') }
  set onclose(call) { this.#handle('close', call) }
}
