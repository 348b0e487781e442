/** The one session with the server: asks, hears, and says where it stands. It is lossless while it lives; when it was lost the device asks for what it missed. */

import { connect } from '/chat/client.js'

const Passing = new Set(['storage-unavailable', 'too-fast', 'failed'])

/** What the server refused, by its code. */
export class Refused extends Error {
  /** Whether it passes by itself. */
  get isPassing() { return Passing.has(this.code) }

  /** @param {{ code: string, text: string }} error */
  constructor({ code, text }) {
    super(text)
    this.code = code
  }
}

export class Link extends EventTarget {
  session = connect('/chat')

  /** @param {(told: any) => void} hear any: JSON of the server @param {() => void} begin called when a session begins */
  constructor(hear, begin) {
    super()
    this.session.addEventListener('message', ({ data }) => hear(JSON.parse(/** @type {string} */ (data))))
    this.session.addEventListener('open', () => begin())
    for (const name of /** @type {const} */ (['transport', 'state', 'attempt', 'close'])) this.session.addEventListener(name, () => this.dispatchEvent(new Event('change')))
  }

  /** @param {{ do: string } & Record<string, any>} question any: what the server knows @returns {Promise<any>} any: its answer */
  async ask(question) {
    const answer = JSON.parse(/** @type {string} */ (await this.session.request(JSON.stringify(question))))
    if (answer?.error) throw new Refused(answer.error)
    return answer
  }

  /** A piece of a file; done when the server has it. @param {Uint8Array} piece */
  put(piece) { return this.session.send(piece) }

  close() { return this.session.close() }
}
