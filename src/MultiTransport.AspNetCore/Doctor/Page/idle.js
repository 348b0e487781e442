import { ask, describe, unique } from "./line.js";
import { readJson } from "./short.js";
import { socketUrl } from "./socket.js";

/** Keeps a WebSocket, an event stream and a poll silent for so many seconds, and sees whether what is sent then arrives. */

const Grace = 4_000;

/**
 * @param {string} base
 * @param {number} seconds
 * @param {string[]} ways Those that work at all.
 */
export function probeSilence(base, seconds, ways) {
  const silences = { websocket: socketSilence, sse: streamSilence, longpoll: pollSilence };
  return Promise.all(
    Object.entries(silences)
      .filter(([way]) => ways.includes(way))
      .map(async ([way, silence]) => {
        const start = performance.now();
        const how = await silence(base, seconds, seconds * 1_000 + Grace);
        const told = { way, seconds, survived: how === "", how: how || undefined };
        return how === "" || how === Untold ? told : { ...told, cut: Math.min(599, Math.round((performance.now() - start) / 100) / 10) };
      }),
  );
}

const Untold = "nobody told that it was cut";

/**
 * @param {string} base
 * @param {number} seconds
 * @param {number} patience
 * @returns {Promise<string>} How it was cut; empty where it was not.
 */
function socketSilence(base, seconds, patience) {
  return new Promise((resolve) => {
    const socket = new WebSocket(socketUrl(base, `ws?idle=${seconds}`));
    const timer = setTimeout(() => finish(Untold), patience);

    /** @param {string} how */
    function finish(how) {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
      resolve(how);
    }

    socket.onmessage = ({ data }) => data === "still" && finish("");
    socket.onclose = ({ code }) => finish(`close ${code}`);
  });
}

/** @type {typeof socketSilence} */
async function streamSilence(base, seconds, patience) {
  const { response, fault, late, signal } = await ask(unique(base, "idle", { way: "sse", idle: seconds }), { method: "POST", body: "idle", patience });
  if (!response) {
    return late ? Untold : `${fault}`;
  }

  try {
    const text = await response.text();
    return text.includes("still") ? "" : `the stream ended (${response.status})`;
  } catch (error) {
    return signal.aborted ? Untold : describe(error);
  }
}

/** @type {typeof socketSilence} */
async function pollSilence(base, seconds, patience) {
  const { response, fault, late, signal } = await ask(unique(base, "idle", { way: "longpoll", idle: seconds }), { method: "POST", body: "idle", patience });
  if (!response) {
    return late ? Untold : `${fault}`;
  }

  return (await readJson(response, signal))?.doctor === 1 ? "" : `status ${response.status}`;
}
