/** Link, store and outbox together: what the page can do. */

import { Link, Refused } from './link.js'
import { Outbox } from './outbox.js'
import { Receipts } from './receipts.js'
import { Store } from './store.js'

const Page = 50
const TypingEvery = 3000
const Pause = 3000

export class Chat {
  #typedAt = 0
  #begun = 0
  /** Rooms that are asked for, and whether something happened there since. @type {Map<number, boolean>} */
  #entering = new Map()

  /** @param {import('../accounts.js').User} me */
  constructor(me) {
    this.store = new Store(me)
    this.link = new Link((told) => this.store.hear(told), () => void this.#begin())
    this.outbox = new Outbox(this.link, this.store)
    this.receipts = new Receipts(this.link, this.store)
    this.store.onunsure = (room) => void this.link.ask({ do: 'room', room: room.id }).then((view) => this.store.count(view), () => {})
    this.store.onentered = (room) => void this.#entered(room)
    this.store.onarrived = (room, message) => this.receipts.move(room, message.id, 0)
  }

  /** A session began, the first or another one: up to date, then what waits goes out. */
  async #begin() {
    const mine = ++this.#begun
    this.store.expect()
    const { seq } = this.store
    try {
      const welcome = await this.link.ask(seq === null ? { do: 'hello' } : { do: 'hello', since: seq })
      if (mine !== this.#begun) return
      this.store.welcome(welcome)
    } catch (error) {
      // Lost again: the next session begins with it. A server that cannot just now is asked again.
      if (error instanceof Refused || /** @type {any} */ (error)?.code === 'timeout') setTimeout(() => { if (mine === this.#begun) void this.#begin() }, Pause)
      return
    }
    for (const room of this.store.rooms.values()) if (room.last) this.receipts.move(room, room.last.id, 0)
    void this.outbox.flush()
  }

  /** Somebody came into a room; where it is I, it is new. What cannot be told now is asked for again: the event is not told twice. @param {number} room */
  async #entered(room) {
    const isAsked = this.#entering.has(room)
    this.#entering.set(room, isAsked)
    if (isAsked) return
    try {
      do {
        this.#entering.set(room, false)
        const view = this.store.rooms.has(room) ? null : await this.link.ask({ do: 'room', room })
        if (this.#entering.get(room)) continue // it is older than what happened meanwhile
        if (view) this.store.add(view)
        this.store.there((await this.link.ask({ do: 'online', room })).online)
      } while (this.#entering.get(room))
    } catch (error) {
      const isOver = error instanceof Refused ? !error.isPassing : this.link.session.state === 'closed'
      if (!isOver) setTimeout(() => void this.#entered(room), Pause)
    }
    this.#entering.delete(room)
  }

  /** @param {import('./store.js').Room} room */
  async earlier(room) {
    const before = room.messages[0]?.id
    const messages = await this.link.ask(before ? { do: 'history', room: room.id, before, limit: Page } : { do: 'history', room: room.id, limit: Page })
    const known = this.store.rooms.get(room.id)
    if (known) this.store.prepend(known, messages, Page)
  }

  /** The user sees everything up to the newest message. @param {import('./store.js').Room} room */
  seen(room) {
    const last = room.last?.id ?? 0
    const own = room.members.find(({ id }) => id === this.store.me.id)
    if (own && last > own.read) this.receipts.move(room, last, last)
  }

  /** @param {import('./store.js').Room} room */
  typing(room) {
    if (Date.now() - this.#typedAt < TypingEvery) return
    this.#typedAt = Date.now()
    this.link.ask({ do: 'typing', room: room.id }).catch(() => {})
  }

  /** @param {import('./store.js').Message} message @param {string} text */
  async edit(message, text) { this.#put(await this.link.ask({ do: 'edit', id: message.id, text })) }

  /** @param {import('./store.js').Message} message */
  async delete(message) { this.#put(await this.link.ask({ do: 'delete', id: message.id })) }

  /** @param {string} name @param {boolean} isPrivate */
  async create(name, isPrivate) { return this.store.add(await this.link.ask({ do: 'create-room', name, isPrivate })) }

  /** @param {number} room */
  async join(room) { return this.store.add(await this.link.ask({ do: 'join', room })) }

  /** @param {number} user */
  async direct(user) { return this.store.add(await this.link.ask({ do: 'direct', user })) }

  /** @param {number} room @param {number} user */
  async invite(room, user) { this.store.add(await this.link.ask({ do: 'invite', room, user })) }

  /** @param {number} room */
  async leave(room) {
    await this.link.ask({ do: 'leave', room })
    this.store.rooms.delete(room)
    this.store.changed()
  }

  /** @param {string} part */
  async find(part) {
    const [users, rooms] = await Promise.all([this.link.ask({ do: 'find-users', part }), this.link.ask({ do: 'find-rooms', part })])
    return { users: users.filter((/** @type {{ id: number }} */ { id }) => id !== this.store.me.id), rooms }
  }

  /** @param {import('./store.js').Message} message */
  #put(message) {
    this.store.put(message)
    this.store.changed()
  }
}
