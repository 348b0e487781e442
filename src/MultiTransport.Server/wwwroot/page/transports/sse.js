import { backoff, delay } from "./retry.js";
import { createSender } from "./post.js";

/** One EventSource down, one POST a message up. The browser itself comes back and says where it stood. */

/** @type {import("../types.js").Transport} */
export const sse = { name: "sse", api: "new EventSource(url)", way: "one response held, POSTs up", connect };

/** @type {import("../types.js").Transport["connect"]} */
function connect(url, events) {
  const stop = new AbortController();
  const sender = createSender(url, events, stop.signal);
  let failures = 0;
  let source = open();

  function open() {
    events.request();
    const source = new EventSource(url);
    source.addEventListener("session", ({ data }) => onOpen(JSON.parse(data)));
    source.addEventListener("message", ({ data }) => events.message(data));
    source.addEventListener("binary", ({ data }) => events.message(`${atob(data).length} bytes`));
    source.addEventListener("gap", ({ data }) => events.note(describeGap(JSON.parse(data))));
    source.addEventListener("close", ({ data }) => onClose(JSON.parse(data)));
    source.addEventListener("renegotiate", ({ data }) => events.lost(JSON.parse(data).code));
    source.addEventListener("error", () => onError(source));
    return source;
  }

  /** @param {{ session?: string }} opened */
  function onOpen({ session }) {
    failures = 0;
    if (session) {
      sender.use(session);
    }

    events.state("open");
  }

  /** @param {{ code: string }} end */
  function onClose({ code }) {
    stop.abort();
    source.close();
    events.lost(code);
    events.state("closed", code);
  }

  /** @param {EventSource} from */
  async function onError(from) {
    if (stop.signal.aborted) {
      return;
    }

    if (from.readyState === EventSource.CONNECTING) {
      events.request(); // the browser asks again by itself
      events.state("reconnecting", "no answer");
      return;
    }

    events.lost("the browser gave up"); // an EventSource does after any answer but 200
    events.state("reconnecting", "the browser gave up");
    if (await delay(backoff(++failures), stop.signal)) {
      source = open();
    }
  }

  return {
    send: sender.send,
    close() {
      stop.abort();
      source.close();
    },
  };
}

/** @param {{ from: number, to: number }} gap */
function describeGap({ from, to }) {
  return `lost: messages ${from} to ${to}`;
}
