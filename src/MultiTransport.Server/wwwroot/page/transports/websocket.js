import { backoff, delay } from "./retry.js";

/** One bare WebSocket: each of its messages is one message of the application, nothing added. */

/** @type {import("../types.js").Transport} */
export const websocket = { name: "websocket", api: "new WebSocket(url)", way: "one connection, both ways", connect };

const ByTheServer = 1000;
const Cut = 1006;
const Refused = 1008;

/** @type {import("../types.js").Transport["connect"]} */
function connect(url, events) {
  const stop = new AbortController();
  const target = new URL(url);
  target.protocol = target.protocol === "https:" ? "wss:" : "ws:";
  let failures = 0;
  let socket = open();

  function open() {
    events.request();
    const socket = new WebSocket(target);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      failures = 0;
      events.state("open");
    };
    socket.onmessage = ({ data }) => events.message(typeof data === "string" ? data : `${data.byteLength} bytes`);
    socket.onclose = (event) => onClose(event);
    return socket;
  }

  /** @param {CloseEvent} event */
  async function onClose({ code, reason }) {
    if (stop.signal.aborted) {
      return;
    }

    const why = reason || (code === Cut ? "no answer" : `${code}`);
    events.lost(why);
    if (code === ByTheServer || code === Refused) {
      events.state("closed", why);
      return;
    }

    events.state("reconnecting", why);
    if (await delay(backoff(++failures), stop.signal)) {
      socket = open();
    }
  }

  return {
    async send(text) {
      if (socket.readyState !== WebSocket.OPEN) {
        throw new Error("not connected");
      }

      socket.send(text);
    },
    close() {
      stop.abort();
      socket.close();
    },
  };
}
