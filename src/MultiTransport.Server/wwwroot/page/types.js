/**
 * The one face all five transports have. Types only: the browser never loads this file.
 *
 * @typedef {"connecting" | "open" | "reconnecting" | "closed"} State
 *
 * @typedef {object} Events What a transport tells its lane.
 * @property {(state: State, reason?: string) => void} state
 * @property {(text: string) => void} message One message from the server, in order.
 * @property {(note: string) => void} note Something worth a line that is no message, such as a gap.
 * @property {(reason: string) => void} lost The conversation is a new one: echoes still awaited will not come.
 * @property {() => void} request An HTTP request was made (a WebSocket handshake is one).
 *
 * @typedef {object} Connection
 * @property {(text: string) => Promise<void>} send Resolves when the message has left, rejects when it could not.
 * @property {() => void} close
 *
 * @typedef {object} Transport
 * @property {string} name
 * @property {string} api The browser API behind it, as one would write it.
 * @property {string} way How its messages go, in a few words.
 * @property {(url: string, events: Events) => Connection} connect
 */

export {};
