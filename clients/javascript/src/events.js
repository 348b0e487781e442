/** Events of a session or a subscription: an EventTarget that knows whether anyone listens for messages. */

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
 * @template E
 * @typedef {{ [K in keyof E as `on${K & string}`]: ((event: E[K]) => void) | null }} Handlers
 */

/** @template E the events by name */
export class Emitter extends EventTarget {
  /** One and the same for a listener, so that the host knows it again. @type {WeakMap<object, (event: Event) => void>} */
  #wrapped = new WeakMap()
  /** The newest message that a listener was called for. @type {Event | null} */
  #heard = null
  /** @type {Record<string, ((event: any) => void) | null>} any: a handler is kept by the name whose type it has */
  #handlers = {}
  #onListener

  /** @param {() => void} onListener told when someone may listen for messages */
  constructor(onListener) {
    super()
    this.#onListener = onListener
  }

  /**
   * Gives a class its properties onopen and so on.
   * @internal
   * @param {{ prototype: object }} face
   * @param {string[]} types
   */
  static handle({ prototype }, ...types) {
    for (const type of types) {
      Object.defineProperty(prototype, `on${type}`, {
        /** @this {Emitter<object>} */
        get() { return this.#handlers[type] ?? null },
        /** @this {Emitter<object>} */
        set(call) {
          const isCall = typeof call === 'function'
          this.#handlers[type] = isCall ? call : null
          this[isCall ? 'addEventListener' : 'removeEventListener'](type, this.#handle)
        }
      })
    }
  }

  /** @param {Event} event */
  #handle = (event) => this.#handlers[event.type]?.call(this, event)

  /**
   * @internal
   * @param {keyof E & string} type
   * @param {object} detail
   * @returns {boolean} of a message: whether a listener was called
   */
  emit(type, detail) {
    const event = Object.assign(new Event(type), detail)
    this.dispatchEvent(event)
    return this.#heard === event
  }

  /** @param {string} type @param {any} listener any: as below */
  #wrap(type, listener) {
    if (type !== 'message' || !listener) return listener
    const wrapped = this.#wrapped.get(listener) ?? ((/** @type {Event} */ event) => {
      this.#heard = event
      if (typeof listener === 'function') listener.call(this, event)
      else listener.handleEvent(event)
    })
    this.#wrapped.set(listener, wrapped)
    return wrapped
  }

  /**
   * @template {keyof E & string} K
   * @overload
   * @param {K} type
   * @param {(event: E[K]) => void} listener
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
    super.addEventListener(type, this.#wrap(type, listener), options)
    this.#onListener()
  }

  /**
   * @template {keyof E & string} K
   * @overload
   * @param {K} type
   * @param {(event: E[K]) => void} listener
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
    super.removeEventListener(type, this.#wrap(type, listener), options)
  }
}
