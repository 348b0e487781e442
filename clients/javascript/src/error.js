/** What a session refuses with: a stable code, and words for people. */
export class SessionError extends Error {
  /**
   * @param {string} code
   * @param {string} message what happened and what to do
   * @param {number} [number] the close code's, or 0
   */
  constructor(code, message, number = 0) {
    super(message)
    this.name = 'SessionError'
    this.code = code
    this.number = number
  }
}

/** @type {Record<string, string>} */
const FAILS = {
  'handler-failed': 'The handler of the server threw; it does not get the message again. See the log of the server.',
  'not-utf8': 'The server could not read the text as UTF-8.',
  'not-supported': 'The server takes no such message.',
  'message-too-large': 'The message is too large. Send it in parts, or raise the limit of the server.',
  closed: 'The session was closed before the server took the message.',
  'too-many-requests': '128 requests wait for an answer, the most there may be. Await some.',
  blocked: 'Something on the way lets this message through neither by HTTP nor by WebSocket. Encode it differently, or look at the filter.',
  'outcome-unknown': 'The session was lost before the server said whether it had the message. Ask the application before you send it again, or send with a key.',
  'queue-full': 'Too much waits for the server. Await sends, or raise the option queue.',
  'text-malformed': 'The text has an unpaired surrogate. Use toWellFormed(), or send bytes.',
  timeout: 'The answer did not come in time.'
}

/**
 * @param {string} code
 * @param {string} [detail]
 */
export const failure = (code, detail) => new SessionError(code, [FAILS[code] ?? `The server answered "${code}".`, detail].filter(Boolean).join(' '))
