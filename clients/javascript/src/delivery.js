/** From a session or a subscription to the application: in order, to the listeners and to every iterator. What nobody waits for is kept. */

/**
 * @template T, G
 * @typedef {object} Item
 * @property {T} data
 * @property {G} [gap] instead of a message
 * @property {() => void} done called when everyone has taken it
 */

/**
 * @template T
 * @typedef {object} Feed one iterator's messages
 * @property {{ data: T, release: () => void }[]} queue
 * @property {() => void} wake
 */

/**
 * @template T, G
 * @param {(type: 'message' | 'gap', detail: { data: T } | G) => boolean} emit
 */
export function createDelivery(emit) {
  /** @type {Item<T, G>[]} */
  let items = []
  /** @type {Set<Feed<T>>} */
  const feeds = new Set()
  let isPumping = false
  let isOver = false

  function pump() {
    if (isPumping) return
    isPumping = true
    for (let item = items[0]; item && !isOver && hand(item); item = items[0]) items.shift()
    isPumping = false
  }

  /** @param {Item<T, G>} item @returns {boolean} false where nobody is there to take it */
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

  /** Its own messages, from the first question on; each is taken when the next is asked for. @returns {AsyncGenerator<T, void, undefined>} */
  async function* iterate() {
    /** @type {Feed<T>} */
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
    /** @param {Item<T, G>} item */
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

/**
 * @template T, G
 * @typedef {ReturnType<typeof createDelivery<T, G>>} Delivery
 */
