/** Messages that the server has not taken yet. Each has its name from the moment it is written, and is kept by the device: sent again, over whatever session, it is the same message. */

import { Refused } from './link.js'
import { upload } from './upload.js'

/**
 * @typedef {object} Pending
 * @property {string} clientId
 * @property {number} room
 * @property {string} text
 * @property {number} at
 * @property {File} [file]
 * @property {string} [fileId] of an upload that has begun
 * @property {number} [done] bytes of the file that are there
 * @property {any} [error] why it was refused
 */

/** Refusals that pass by themselves. */
const Passing = new Set(['storage-unavailable', 'too-fast', 'failed'])
const Pause = 3000

export class Outbox extends EventTarget {
  /** @type {Pending[]} */
  pending = []
  #link
  #store
  #key
  #isBusy = false
  /** A message that is on its way is not overtaken: another try waits for it. */
  #again = false

  /** @param {import('./link.js').Link} link @param {import('./store.js').Store} store */
  constructor(link, store) {
    super()
    this.#link = link
    this.#store = store
    this.#key = `chat-outbox-${store.me.id}`
    try {
      this.pending = JSON.parse(localStorage.getItem(this.#key) ?? '[]')
    } catch {
      // what somebody else wrote there is not ours to send
    }
  }

  /** @param {number} room @param {string} text @param {File} [file] */
  add(room, text, file) {
    this.pending.push({ clientId: crypto.randomUUID(), room, text, at: Date.now(), file })
    this.#changed()
    void this.flush()
  }

  /** @param {Pending} pending */
  retry(pending) {
    delete pending.error
    this.#changed()
    void this.flush()
  }

  /** @param {Pending} pending */
  discard(pending) {
    this.pending = this.pending.filter((one) => one !== pending)
    this.#changed()
  }

  /** Sends what waits, in order. What cannot be sent for now is tried again with the next session, or after a pause. */
  async flush() {
    if (this.#isBusy) {
      this.#again = true
      return
    }
    this.#isBusy = true
    do {
      this.#again = false
      for (let next = this.#next(); next && await this.#send(next); next = this.#next());
    } while (this.#again)
    this.#isBusy = false
  }

  #next() { return this.pending.find(({ error }) => !error) }

  /** @param {Pending} pending */
  async #send(pending) {
    try {
      if (pending.file) {
        await upload(this.#link, pending, () => this.dispatchEvent(new Event('change')))
      }
      const message = await this.#link.ask({ do: 'send', room: pending.room, clientId: pending.clientId, text: pending.text, ...(pending.fileId ? { file: pending.fileId } : {}) })
      this.discard(pending)
      this.#store.put(message)
      this.#store.changed()
      return true
    } catch (error) {
      if (error instanceof Refused && !Passing.has(error.code)) {
        pending.error = error
        this.#changed()
        return true
      }
      setTimeout(() => void this.flush(), Pause) // the session was lost, or the server cannot now
      return false
    }
  }

  #changed() {
    // A file does not outlive the page.
    localStorage.setItem(this.#key, JSON.stringify(this.pending.filter(({ file }) => !file).map(({ clientId, room, text, at }) => ({ clientId, room, text, at }))))
    this.dispatchEvent(new Event('change'))
  }
}
