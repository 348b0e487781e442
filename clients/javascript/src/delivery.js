/** From the session to the application: in order, to the listeners and to every iterator. What nobody waits for is kept. */

/**
 * @typedef {object} Item
 * @property {string | ArrayBuffer} data
 * @property {import('./events.js').GapDetail} [gap] instead of a message
 * @property {() => void} done called when everyone has taken it
 */

/**
 * @typedef {object} Feed one iterator's messages
 * @property {{ data: string | ArrayBuffer, release: () => void }[]} queue
 * @property {() => void} wake
 */

/** @typedef {string | ArrayBuffer} Data */

/**
 * @param {(type: import('./events.js').EventName, detail: object) => boolean} emit
 */
export function createDelivery(emit) {
  /** @type {Item[]} */
  let items = []
  /** @type {Set<Feed>} */
  const feeds = new Set()
  let isPumping = false
  let isOver = false

  function pump() {
    if (isPumping) return
    isPumping = true
    for (let item = items[0]; item && !isOver && hand(item); item = items[0]) items.shift()
    isPumping = false
  }

  /** @param {Item} item @returns {boolean} false where nobody is there to take it */
  function hand({ data, gap, done }) {
    if (gap) {
      emit('gap', gap)
      return true
    }
    const isFed = feeds.size > 0
    let waits = feeds.size + 1
    const release = () => { if (!--waits) done() }
    for (const feed of feeds) {
      feed.queue.push({ data, release })
      feed.wake()
    }
    const isTaken = emit('message', { data }) || isFed
    if (isTaken) release()
    return isTaken
  }

  /** Its own messages, from the first question on; each is taken when the next is asked for. @returns {AsyncGenerator<Data, void, undefined>} */
  async function* iterate() {
    /** @type {Feed} */
    const feed = { queue: [], wake() {} }
    feeds.add(feed)
    queueMicrotask(pump)
    try {
      for (;;) {
        while (!feed.queue.length && !isOver) await new Promise((/** @type {(value?: unknown) => void} */ resolve) => { feed.wake = resolve })
        const message = feed.queue[0]
        if (!message) return
        yield message.data
        feed.queue.shift()
        message.release()
      }
    } finally {
      feeds.delete(feed)
      for (const { release } of feed.queue) release()
    }
  }

  return {
    pump, iterate,
    /** @param {Item} item */
    push(item) {
      items.push(item)
      pump()
    },
    end() {
      isOver = true
      items = []
      for (const feed of feeds) feed.wake()
    }
  }
}

/** @typedef {ReturnType<typeof createDelivery>} Delivery */
