import { connect } from "/echo/client.js";

/**
 * One way to the server and back, with what its own object tells.
 *
 * @typedef {object} Way
 * @property {string} api What a program writes.
 * @property {() => void} open
 * @property {(code: number, reason: string) => void} close
 * @property {(data: import("./kinds.js").Sendable) => void} send
 * @property {() => { readyState: number, protocol: string | null, extensions: string | null, bufferedAmount: number }} look
 *
 * @typedef {object} Listener
 * @property {(data: string | ArrayBuffer) => void} onMessage
 * @property {() => void} onChange
 * @property {(code: number, reason: string) => void} onClose
 */

const Connecting = 0;
const Closed = 3;

/**
 * The documents' own page: the browser's WebSocket and nothing else.
 *
 * @param {Listener} listener
 * @returns {Way}
 */
export function bareSocket({ onMessage, onChange, onClose }) {
  /** @type {WebSocket | undefined} */
  let socket;
  return {
    api: "new WebSocket(url)",
    open() {
      const url = new URL("/echo", location.href);
      url.protocol = url.protocol.replace("http", "ws");
      const mine = new WebSocket(url);
      socket = mine;
      mine.binaryType = "arraybuffer";
      mine.addEventListener("open", onChange);
      mine.addEventListener("message", (event) => onMessage(event.data));
      mine.addEventListener("close", (event) => mine === socket && onClose(event.code, event.reason));
      onChange();
    },
    close: (code, reason) => socket?.close(code, reason),
    send: (data) => socket?.send(data),
    look: () => ({
      readyState: socket?.readyState ?? Closed,
      protocol: socket?.protocol ?? "",
      extensions: socket?.extensions ?? "",
      bufferedAmount: socket?.bufferedAmount ?? 0,
    }),
  };
}

/**
 * A session of the client, held on one transport. It has no protocol and no extensions: those are a WebSocket's.
 *
 * @param {string} name
 * @param {Listener} listener
 * @returns {Way}
 */
export function heldSession(name, { onMessage, onChange, onClose }) {
  /** @type {ReturnType<typeof connect> | undefined} */
  let session;
  return {
    api: `connect(url, { transports: ["${name}"] })`,
    open() {
      const mine = connect("/echo", { transports: [name], verdicts: null });
      session = mine;
      mine.addEventListener("state", onChange);
      mine.addEventListener("message", (event) => onMessage(event.data));
      mine.addEventListener("close", (event) => mine === session && onClose(event.number, event.reason || event.code));
      onChange();
    },
    close: (_, reason) => session?.close(reason),
    send(data) {
      session?.send(data).then(onChange, onChange);
      onChange();
    },
    look: () => ({
      readyState: session ? { connecting: Connecting, open: 1, reconnecting: Connecting, closed: Closed }[session.state] : Closed,
      protocol: null,
      extensions: null,
      bufferedAmount: session?.bufferedAmount ?? 0,
    }),
  };
}
