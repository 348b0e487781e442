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

/** What to do; README.md says more. @type {Record<string, string>} */
const ADVICE = {
  'handler-failed': 'The handler of the server threw: see its log',
  'message-too-large': 'Send it in parts, or raise the limit of the server',
  'too-many-requests': '128 requests wait for an answer: await some',
  blocked: 'Neither HTTP nor WebSocket gets it through: encode it differently',
  'outcome-unknown': 'The session was lost: ask the application, or send with a key',
  'queue-full': 'Await sends, or raise the option queue',
  'text-malformed': 'An unpaired surrogate: use toWellFormed(), or send bytes'
}

/**
 * @param {string} code
 * @param {string} [detail]
 */
export const failure = (code, detail) => new SessionError(code, [code, ADVICE[code], detail].filter(Boolean).join('. '))
