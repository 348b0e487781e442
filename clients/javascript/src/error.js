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
  'handler-failed': 'The server took the message and its handler threw. It is not handed over again; see the log of the server.',
  'not-utf8': 'The server could not read the text as UTF-8.',
  'not-supported': 'The server has nothing that takes such a message.',
  'message-too-large': 'The message is larger than the server takes. Send it in parts, or raise the limit at the server.',
  closed: 'The server had closed the session before it took the message.',
  'too-many-requests': 'Too many requests wait for an answer (at most 128). Wait for some of them.',
  blocked: 'Something between here and the server lets no request with this message through, over HTTP and over WebSocket; the messages after it go on. Encode it differently, or look at the filter.',
  'outcome-unknown': 'The session was lost after the message was written and before the server said that it had handled it. Ask the application before you send it again, or send with a key.',
  'queue-full': 'Too much is waiting for the server. Await sends, or raise the option queue.',
  'text-malformed': 'The text has an unpaired surrogate, which UTF-8 cannot carry. Use toWellFormed(), or send bytes.',
  timeout: 'The answer did not come in time.'
}

/**
 * @param {string} code
 * @param {string} [detail]
 */
export const failure = (code, detail) => new SessionError(code, [FAILS[code] ?? `The server answered "${code}".`, detail].filter(Boolean).join(' '))
