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
 * @property {() => void} taken what the next question says was taken
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

  /** @returns {AsyncIterableIterator<Data>} */
  function iterate() {
    /** @type {Feed} */
    const feed = { queue: [], taken() {}, wake() {} }
    feeds.add(feed)
    queueMicrotask(pump)
    /** @type {Promise<unknown>} */
    let turn = Promise.resolve()

    /** @returns {Promise<IteratorResult<Data, undefined>>} */
    async function next() {
      feed.taken()
      feed.taken = () => {}
      while (!feed.queue.length && !isOver && feeds.has(feed)) await new Promise((/** @type {(value?: unknown) => void} */ resolve) => { feed.wake = resolve })
      const message = feed.queue.shift()
      if (!message) return leave()
      feed.taken = message.release
      return { value: message.data, done: false }
    }

    /** @returns {Promise<IteratorResult<Data, undefined>>} */
    async function leave() {
      feeds.delete(feed)
      feed.taken()
      feed.taken = () => {}
      for (const { release } of feed.queue.splice(0)) release()
      feed.wake()
      return { value: undefined, done: true }
    }

    return {
      // Questions may come faster than answers.
      next() {
        const answer = turn.then(next)
        turn = answer
        return answer
      },
      return: leave,
      [Symbol.asyncIterator]() { return this }
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
