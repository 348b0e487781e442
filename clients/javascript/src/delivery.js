/** From the session to the application: in order, to the listeners and to every iterator. What nobody waits for is kept. */

/**
 * @typedef {object} Item
 * @property {string | ArrayBuffer | null} data null for a gap
 * @property {import('./events.js').GapDetail} [gap]
 * @property {() => void} done called when everyone has taken it
 */

/**
 * @typedef {object} Feed one iterator's messages
 * @property {{ data: string | ArrayBuffer, release: () => void }[]} queue
 * @property {(() => void) | null} taken what the next question says was taken
 * @property {(() => void) | null} wake
 */

/** @typedef {string | ArrayBuffer} Data */

/**
 * @param {() => { hasListener: boolean, emit(type: import('./events.js').EventName, detail: object): void }} emitter
 */
export function createDelivery(emitter) {
  /** @type {Item[]} */
  let items = []
  /** @type {Set<Feed>} */
  const feeds = new Set()
  let isPumping = false
  let isOver = false

  function pump() {
    if (isPumping) return
    isPumping = true
    try {
      for (let item = items[0]; item && !isOver; item = items[0]) {
        if (item.data === null) {
          items.shift()
          emitter().emit('gap', item.gap ?? {})
        } else if (feeds.size || emitter().hasListener) {
          items.shift()
          hand(item, item.data)
        } else {
          return
        }
      }
    } finally {
      isPumping = false
    }
  }

  /** @param {Item} item @param {Data} data */
  function hand(item, data) {
    let waits = feeds.size + 1
    const release = () => { if (--waits === 0) item.done() }
    for (const feed of feeds) {
      feed.queue.push({ data, release })
      wake(feed)
    }
    emitter().emit('message', { data })
    release()
  }

  /** @param {Feed} feed */
  function wake(feed) {
    feed.wake?.()
    feed.wake = null
  }

  /** @param {Feed} feed */
  function leave(feed) {
    feeds.delete(feed)
    take(feed)
    for (const { release } of feed.queue.splice(0)) release()
    wake(feed)
  }

  /** @param {Feed} feed */
  function take(feed) {
    feed.taken?.()
    feed.taken = null
  }

  return {
    /** @param {Item} item */
    push(item) {
      items.push(item)
      pump()
    },
    pump,
    /** @returns {AsyncIterableIterator<Data>} */
    iterate() {
      /** @type {Feed} */
      const feed = { queue: [], taken: null, wake: null }
      feeds.add(feed)
      queueMicrotask(pump)
      let isDone = false
      /** @type {Promise<unknown>} */
      let turn = Promise.resolve()

      /** @returns {Promise<IteratorResult<Data, undefined>>} */
      async function next() {
        take(feed)
        while (!feed.queue.length && !isOver && !isDone) await new Promise((/** @type {(value?: unknown) => void} */ resolve) => { feed.wake = resolve })
        const message = feed.queue.shift()
        if (!message) {
          leave(feed)
          return { value: undefined, done: true }
        }
        feed.taken = message.release
        return { value: message.data, done: false }
      }

      return {
        // Questions may come faster than answers.
        next() {
          const answer = turn.then(next)
          turn = answer
          return answer
        },
        return() {
          isDone = true
          leave(feed)
          return Promise.resolve({ value: undefined, done: true })
        },
        [Symbol.asyncIterator]() { return this }
      }
    },
    end() {
      isOver = true
      items = []
      for (const feed of feeds) wake(feed)
    }
  }
}

/** @typedef {ReturnType<typeof createDelivery>} Delivery */
