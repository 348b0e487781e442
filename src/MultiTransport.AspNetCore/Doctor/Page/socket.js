import { ask, since, token, unique } from "./line.js";
import { readJson } from "./short.js";

/** A WebSocket on which both sides speak at once. A browser learns little of what became of it; the server's record tells the rest. */

const Patience = 2_000;
const RecordPatience = 4_000;

/**
 * @param {string} base
 * @param {number} roundTrip
 */
export async function probeSocket(base, roundTrip) {
  const key = token();
  const probe = await listen(socketUrl(base, `ws?try=${key}`), Math.max(Patience, 4 * roundTrip));
  const { response, signal } = await ask(unique(base, "record"), { method: "POST", body: key, patience: RecordPatience });
  const record = response?.ok ? await readJson(response, signal) : undefined;
  return { ...probe, server: record };
}

/**
 * @param {string} base
 * @param {string} path
 */
export function socketUrl(base, path) {
  const url = new URL(path, base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/**
 * @param {string} url
 * @param {number} patience For the handshake, and then for the words.
 * @returns {Promise<Record<string, any>>}
 */
function listen(url, patience) {
  return new Promise((resolve) => {
    const start = performance.now();
    /** @type {Record<string, any>} */
    const probe = {};
    const socket = new WebSocket(url);
    const giveUp = () => finish({ gaveUp: since(start) });
    let timer = setTimeout(giveUp, patience);

    /** @param {Record<string, any>} more */
    function finish(more) {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
      resolve({ ...probe, ...more });
    }

    socket.onopen = () => {
      probe.opened = since(start);
      clearTimeout(timer);
      timer = setTimeout(giveUp, patience);
      socket.send("hello");
    };
    socket.onmessage = ({ data }) => {
      if (data === "hello") {
        probe.greeted ??= since(start);
        socket.send("heard");
      } else if (data === "heard") {
        probe.answered ??= since(start);
      }

      if (probe.greeted !== undefined && probe.answered !== undefined) {
        finish({});
      }
    };
    socket.onclose = ({ code }) => finish({ ended: since(start), code });
  });
}
