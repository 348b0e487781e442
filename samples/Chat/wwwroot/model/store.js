/** What this device knows: rooms, messages, who is there, who writes. It changes by what the server tells, in the server's order. */

/** @typedef {import('../accounts.js').User} User */
/** @typedef {{ id: string, name: string, type: string, size: number }} FileView */
/** @typedef {{ id: number, room: number, author: number, authorName: string, clientId: string, at: number, text: string, file?: FileView, edited?: number, deleted?: number }} Message */
/** @typedef {{ id: number, name: string, delivered: number, read: number }} Member */
/** @typedef {{ id: number, kind: 'open' | 'private' | 'direct', name?: string, members: Member[], unread: number, last?: Message }} RoomView */
/** @typedef {RoomView & { messages: Message[], isLoaded: boolean, hasAll: boolean, typing: Map<number, number> }} Room */

const TypingLasts = 5000

export class Store extends EventTarget {
  /** @type {Map<number, Room>} */
  rooms = new Map()
  /** @type {Set<number>} */
  online = new Set()
  /** The event that everything up to is known; null before the first. @type {number | null} */
  seq = null
  /** Somebody came into that room, or something happened in one that is not known yet. @type {(room: number) => void} */
  onentered = () => {}
  /** Another's message came. @type {(room: Room, message: Message) => void} */
  onarrived = () => {}
  /** How much of that room is not read cannot be told from here. @type {(room: Room) => void} */
  onunsure = () => {}
  #isWelcome = false
  /** What came before the welcome that tells up to where it is known already. @type {any[]} */
  #early = []

  /** @param {User} me */
  constructor(me) {
    super()
    this.me = me
  }

  /** A session begins: what comes now may be known already. */
  expect() {
    this.#isWelcome = false
    this.#early = []
  }

  /** @param {{ seq: number, rooms?: RoomView[], events?: any[], online: number[] }} welcome any: entries */
  welcome({ seq, rooms, events, online }) {
    this.online = new Set(online)
    if (rooms) {
      this.rooms = new Map(rooms.map((view) => [view.id, this.#room(view)])) // what was changed meanwhile in messages that are here is not known
      this.seq = seq
    }
    this.#isWelcome = true
    for (const entry of events ?? []) this.#take(entry)
    this.seq = Math.max(seq, this.seq ?? 0)
    for (const told of this.#early.splice(0)) this.hear(told)
    this.changed()
  }

  /** @param {any} told any: JSON of the server */
  hear(told) {
    if (told.presence) {
      if (told.presence.isOnline) this.online.add(told.presence.user)
      else this.online.delete(told.presence.user)
    } else if (told.typing) {
      this.rooms.get(told.typing.room)?.typing.set(told.typing.user, Date.now() + TypingLasts)
      setTimeout(() => this.changed(), TypingLasts)
    } else if (!this.#isWelcome) {
      this.#early.push(told)
      return
    } else {
      this.#take(told)
    }
    this.changed()
  }

  /** @param {RoomView} view */
  add(view) {
    const room = this.#room(view, this.rooms.get(view.id))
    this.rooms.set(view.id, room)
    this.changed()
    return room
  }

  /** The server's count of what is not read. @param {RoomView} view */
  count(view) {
    const room = this.rooms.get(view.id)
    if (room) room.unread = view.unread
    this.changed()
  }

  /** Messages of before, oldest first. @param {Room} room @param {Message[]} messages @param {number} asked */
  prepend(room, messages, asked) {
    const known = new Set(room.messages.map(({ id }) => id))
    room.messages = [...messages.filter(({ id }) => !known.has(id)), ...room.messages].sort((a, b) => a.id - b.id)
    room.isLoaded = true
    room.hasAll = messages.length < asked
    this.changed()
  }

  /** @param {Message} message */
  put(message) {
    const room = this.rooms.get(message.room)
    if (!room) return
    const at = room.messages.findIndex(({ id }) => id === message.id)
    if (at >= 0) room.messages[at] = message
    else room.messages.push(message)
    room.messages.sort((a, b) => a.id - b.id)
    if (!room.last || message.id >= room.last.id) room.last = message
  }

  /** Those who are writing now. @param {Room} room */
  writers(room) {
    const now = Date.now()
    return room.members.filter(({ id }) => (room.typing.get(id) ?? 0) > now)
  }

  /** @param {number[]} users */
  there(users) {
    for (const user of users) this.online.add(user)
    this.changed()
  }

  changed() { this.dispatchEvent(new Event('change')) }

  /** @param {any} entry any: an entry of the journal */
  #take({ seq, room: id, event }) {
    if (this.seq !== null && seq <= this.seq) return
    this.seq = seq
    const room = this.rooms.get(id)
    if (!room) {
      if (event.kind !== 'left') this.onentered(id)
      return
    }
    if (event.kind === 'message') {
      const isNew = event.message.id > (room.last?.id ?? 0)
      this.put(event.message)
      room.typing.delete(event.message.author)
      const own = room.members.find((member) => member.id === event.message.author)
      if (own) own.read = own.delivered = event.message.id
      if (event.message.author === this.me.id) {
        room.unread = 0
      } else if (isNew) { // else it was counted with the room
        room.unread++
        this.onarrived(room, event.message)
      }
    } else if (event.kind === 'edited') {
      const message = room.messages.find(({ id: known }) => known === event.id)
      if (message) this.put({ ...message, text: event.text, edited: event.edited })
      else if (room.last && room.last.id === event.id) room.last = { ...room.last, text: event.text, edited: event.edited }
    } else if (event.kind === 'deleted') {
      if (event.message.author !== this.me.id && event.message.id > this.#readBy(room)) room.unread = Math.max(0, room.unread - 1)
      if (room.messages.some(({ id: known }) => known === event.message.id)) this.put(event.message)
      else if (room.last?.id === event.message.id) room.last = event.message
    } else if (event.kind === 'joined') {
      this.onentered(id)
      if (!room.members.some((member) => member.id === event.user.id)) room.members.push({ ...event.user, delivered: room.last?.id ?? 0, read: room.last?.id ?? 0 })
    } else if (event.kind === 'left') {
      room.members = room.members.filter((member) => member.id !== event.user)
      if (event.user === this.me.id) this.rooms.delete(id)
    } else if (event.kind === 'receipt') {
      const member = room.members.find((one) => one.id === event.user)
      if (member) Object.assign(member, { delivered: event.delivered, read: event.read })
      if (event.user === this.me.id) this.#recount(room)
    }
  }

  /** @param {Room} room */
  #readBy(room) { return room.members.find(({ id }) => id === this.me.id)?.read ?? 0 }

  /** By the messages that are here, where they reach back to what is read; else the server is to be asked. @param {Room} room */
  #recount(room) {
    const read = this.#readBy(room)
    if (read >= (room.last?.id ?? 0)) room.unread = 0
    else if (room.isLoaded && (room.hasAll || (room.messages[0]?.id ?? Infinity) <= read)) room.unread = room.messages.filter((message) => message.id > read && message.author !== this.me.id && !message.deleted).length
    else this.onunsure(room)
  }

  /** How it is now; messages that were read back stay where they join on. @param {RoomView} view @param {Room} [before] @returns {Room} */
  #room(view, before) {
    const joins = before?.isLoaded && before.last?.id === view.last?.id
    return { ...view, messages: joins ? before.messages : [], isLoaded: Boolean(joins), hasAll: Boolean(joins && before.hasAll), typing: before?.typing ?? new Map() }
  }
}
