/** Where a device keeps what it has not sent: words in one place, which is quick and small, and files in another. */

/** @typedef {import('./outbox.js').Pending} Pending */

const Files = 'files'

export class Shelf {
  #prefix
  /** @type {Promise<IDBDatabase> | undefined} */
  #opening

  /** @param {number} user */
  constructor(user) { this.#prefix = `chat-outbox-${user}-` }

  /** What waits, oldest first; its file is fetched when it is its turn. @returns {Pending[]} */
  all() {
    /** @type {Pending[]} */
    const found = []
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(this.#prefix))) {
      try {
        found.push({ ...JSON.parse(localStorage.getItem(key) ?? ''), clientId: key.slice(this.#prefix.length) })
      } catch {
        localStorage.removeItem(key) // somebody else wrote that: it is not ours to send
      }
    }
    return found.sort((a, b) => a.at - b.at)
  }

  /** @param {Pending} pending */
  keep({ clientId, room, text, at, fileId, name, size }) {
    localStorage.setItem(this.#prefix + clientId, JSON.stringify({ room, text, at, fileId, name, size }))
  }

  /** @param {string} clientId @param {Blob} file */
  async keepFile(clientId, file) { await this.#run('readwrite', (files) => files.put(file, clientId)) }

  /** @param {string} clientId @returns {Promise<Blob | undefined>} */
  file(clientId) { return this.#run('readonly', (files) => files.get(clientId)) }

  /** @param {Pending} pending */
  async drop({ clientId, name }) {
    localStorage.removeItem(this.#prefix + clientId)
    if (name !== undefined) await this.#run('readwrite', (files) => files.delete(clientId))
  }

  /** @param {IDBTransactionMode} mode @param {(files: IDBObjectStore) => IDBRequest} work @returns {Promise<any>} any: what the request gives */
  async #run(mode, work) {
    this.#opening ??= new Promise((resolve, reject) => {
      const opening = indexedDB.open('chat-outbox', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore(Files)
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const database = await this.#opening
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(Files, mode)
      const request = work(transaction.objectStore(Files))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
    })
  }
}
