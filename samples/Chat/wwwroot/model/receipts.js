/** How far this device has got in each room, told to the server: receipts of one moment go up together, and none twice. */

import { Refused } from './link.js'

const Gather = 50
const Pause = 3000

export class Receipts {
  #link
  #store
  /** Of each room: what was told, or is about to be. @type {Map<number, { delivered: number, read: number, isWaiting: boolean }>} */
  #told = new Map()

  /** @param {import('./link.js').Link} link @param {import('./store.js').Store} store */
  constructor(link, store) {
    this.#link = link
    this.#store = store
  }

  /** @param {import('./store.js').Room} room @param {number} delivered @param {number} read */
  move(room, delivered, read) {
    const own = room.members.find(({ id }) => id === this.#store.me.id)
    const told = this.#told.get(room.id) ?? { delivered: 0, read: 0, isWaiting: false }
    if (!own || (Math.max(own.delivered, told.delivered) >= delivered && Math.max(own.read, told.read) >= read)) return
    told.delivered = Math.max(told.delivered, delivered)
    told.read = Math.max(told.read, read)
    this.#told.set(room.id, told)
    if (told.isWaiting) return
    told.isWaiting = true
    setTimeout(() => void this.#tell(room.id, told), Gather)
  }

  /** @param {number} room @param {{ delivered: number, read: number, isWaiting: boolean }} told */
  async #tell(room, told) {
    told.isWaiting = false
    try {
      await this.#link.ask({ do: 'receipt', room, delivered: told.delivered, read: told.read })
    } catch (error) {
      this.#told.delete(room)
      // A new session looks at every room by itself; a server that could not is asked again.
      if (error instanceof Refused) setTimeout(() => this.#store.changed(), Pause)
    }
  }
}
