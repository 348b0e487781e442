import { connect } from "/lab/control/client.js";

/**
 * One way to the server over HTTP, as its own program would use it.
 *
 * @typedef {{ onMessage: () => void, onChange: () => void }} Listener
 * @typedef {{ send: (data: string | Uint8Array<ArrayBuffer>) => Promise<unknown>, close: () => Promise<unknown> | void }} Way
 */

const PollInterval = 2_000; // ms: slow enough to be read
const Wait = 20; // s, as a native poll is held

/** @type {Record<string, (base: string, listener: Listener) => Way>} */
export const Ways = {
  eventsource: (base, listener) => eventSource(base, listener),
  sse: (base, listener) => heldSession("sse", base, listener),
  stream: (base, listener) => heldSession("stream", base, listener),
  longpoll: (base, listener) => heldSession("longpoll", base, listener),
  shortpoll: (base, listener) => heldSession("shortpoll", base, listener),
  poll: (base, listener) => nativePoll(base, listener),
  lines: (base, listener) => jsonLines(base, listener),
};

/**
 * The browser's own object, and a POST for each message up.
 *
 * @param {string} base
 * @param {Listener} listener
 * @returns {Way}
 */
function eventSource(base, { onMessage, onChange }) {
  const source = new EventSource(base);
  let credential = "";
  source.addEventListener("session", (event) => {
    credential = JSON.parse(event.data).session ?? credential;
    onChange();
  });
  source.addEventListener("message", onMessage);
  source.addEventListener("binary", onMessage);
  source.addEventListener("error", onChange);
  return { send: (data) => post(base, credential, data), close: () => source.close() };
}

/**
 * The client's session, held on one transport.
 *
 * @param {string} name
 * @param {string} base
 * @param {Listener} listener
 * @returns {Way}
 */
function heldSession(name, base, { onMessage, onChange }) {
  const session = connect(base, { transports: [name], pollInterval: PollInterval, verdicts: null });
  for (const change of ["transport", "state", "attempt", "close"]) {
    session.addEventListener(change, onChange);
  }

  session.addEventListener("message", onMessage);
  return { send: (data) => session.send(data), close: () => session.close() };
}

/**
 * A program without a client: one GET after the other.
 *
 * @param {string} base
 * @param {Listener} listener
 * @returns {Way}
 */
function nativePoll(base, { onMessage, onChange }) {
  const ended = new AbortController();
  let credential = "";
  const poll = async () => {
    for (let next = `${base}?wait=${Wait}`; next;) {
      const answer = await (await fetch(next, { headers: { Accept: "application/json" }, signal: ended.signal })).json();
      credential = answer.session ?? credential;
      next = answer.next;
      onChange();
      if (answer.messages?.length > 0) {
        onMessage();
      }
    }
  };
  poll().catch(onChange);
  return { send: (data) => post(base, credential, data), close: () => ended.abort() };
}

/**
 * One answer that lasts, a JSON object a line.
 *
 * @param {string} base
 * @param {Listener} listener
 * @returns {Way}
 */
function jsonLines(base, { onMessage, onChange }) {
  const ended = new AbortController();
  let credential = "";
  const read = async () => {
    const answer = await fetch(base, { headers: { Accept: "application/x-ndjson" }, signal: ended.signal });
    credential = answer.headers.get("MultiTransport-Session") ?? "";
    onChange();
    const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
    while (!(await reader.read()).done) {
      onMessage();
    }
  };
  read().catch(onChange);
  return { send: (data) => post(base, credential, data), close: () => ended.abort() };
}

/**
 * @param {string} base
 * @param {string} credential
 * @param {string | Uint8Array<ArrayBuffer>} data
 */
async function post(base, credential, data) {
  const type = typeof data === "string" ? "text/plain" : "application/octet-stream";
  const answer = await fetch(base, { method: "POST", headers: { "MultiTransport-Session": credential, "Content-Type": type }, body: data });
  if (!answer.ok) {
    throw new Error((await answer.json()).detail);
  }
}
