/** Messages that the server has not taken yet. Each has its name from the moment it is written, and is kept by the device: sent again, over whatever session, it is the same message. */

import { Refused } from './link.js'
import { Shelf } from './shelf.js'
import { upload } from './upload.js'

/**
 * @typedef {object} Pending
 * @property {string} clientId
 * @property {number} room
 * @property {string} text
 * @property {number} at
 * @property {string} [name] of a file that goes with it
 * @property {number} [size] in bytes
 * @property {Blob} [file]
 * @property {string} [fileId] of an upload that has begun
 * @property {number} [done] bytes of the file that are there
 * @property {any} [error] why it was refused
 */

const Pause = 3000

export class Outbox extends EventTarget {
  /** @type {Pending[]} */
  pending
  #link
  #store
  #shelf
  #isBusy = false
  /** A message that is on its way is not overtaken: another try waits for it. */
  #again = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause

  /** @param {import('./link.js').Link} link @param {import('./store.js').Store} store */
  constructor(link, store) {
    super()
    this.#link = link
    this.#store = store
    this.#shelf = new Shelf(store.me.id)
    this.pending = this.#shelf.all()
  }

  /** @param {number} room @param {string} text @param {File} [file] */
  add(room, text, file) {
    const clientId = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    /** @type {Pending} */
    const pending = { clientId, room, text, at: Date.now(), ...(file ? { file, name: file.name, size: file.size } : {}) }
    this.pending.push(pending)
    this.#shelf.keep(pending)
    if (file) this.#shelf.keepFile(clientId, file).catch(() => {}) // a device without room for it sends it while the page is open
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
    this.#shelf.drop(pending).catch(() => {}) // it is found and sent once more, and is the same message
    this.#changed()
  }

  /** Sends what waits, in order. What cannot be sent for now is tried again with the next session, or after a pause. */
  async flush() {
    if (this.#isBusy) {
      this.#again = true
      return
    }
    clearTimeout(this.#pause)
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
      if (pending.name !== undefined) await this.#upload(pending)
      const message = await this.#link.ask({ do: 'send', room: pending.room, clientId: pending.clientId, text: pending.text, ...(pending.fileId ? { file: pending.fileId } : {}) })
      this.discard(pending)
      this.#store.put(message)
      this.#store.changed()
      return true
    } catch (error) {
      if (error instanceof Refused && !error.isPassing) {
        if (error.code === 'file-unknown') delete pending.fileId // it waited too long there: the next try begins anew
        if (error.code === 'file-gone') delete pending.file // the next try looks for the device's copy
        pending.error = error
        this.#changed()
        return true
      }
      if (this.#link.session.state !== 'closed') this.#pause = setTimeout(() => void this.flush(), Pause) // the session was lost, or the server cannot now
      return false
    }
  }

  /** @param {Pending} pending */
  async #upload(pending) {
    pending.file ??= await this.#shelf.file(pending.clientId).catch(() => undefined)
    if (!pending.file) throw new Refused({ code: 'file-gone', text: 'The file is no longer on this device.' })
    await upload(this.#link, pending, () => {
      this.#shelf.keep(pending)
      this.dispatchEvent(new Event('change'))
    })
  }

  #changed() { this.dispatchEvent(new Event('change')) }
}
