import { backoff, delay } from "./retry.js";
import { createSender } from "./post.js";
import { Problem, reasonOf } from "./problem.js";

/** One fetch whose body never ends, read line by line; one POST a message up. */

/** @type {import("../types.js").Transport} */
export const stream = { name: "stream", api: "fetch(url).body", way: "lines of JSON held, POSTs up", connect };

/** @type {import("../types.js").Transport["connect"]} */
function connect(url, events) {
  const stop = new AbortController();
  const sender = createSender(url, events, stop.signal);
  /** @type {string | undefined} where to go on after a cut */
  let place;
  let failures = 0;
  run();

  async function run() {
    do {
      try {
        await readOne();
      } catch (error) {
        onCut(/** @type {Error} */ (error));
      }
    } while (await delay(backoff(++failures), stop.signal));
  }

  /** @returns {Promise<never>} Every response ends one day; how it did is what is thrown. */
  async function readOne() {
    events.request();
    const response = await fetch(place ? `${url}?after=${encodeURIComponent(place)}` : url, {
      headers: { Accept: "application/x-ndjson" },
      cache: "no-store",
      signal: stop.signal,
    });
    if (!response.ok || !response.body) {
      throw await Problem.from(response);
    }

    for await (const line of lines(response.body)) {
      onRecord(JSON.parse(line));
    }

    throw new Error("the response was cut");
  }

  /** @param {Record<string, any>} record */
  function onRecord({ open, text, binary, gap, end, id }) {
    if (end) {
      throw new Problem(end.code, end.action);
    }

    place = id ?? place;
    if (open) {
      failures = 0;
      if (open.session) {
        sender.use(open.session);
      }

      events.state("open");
    } else if (gap) {
      events.note(`lost: messages ${gap.from} to ${gap.to}`);
    } else if (text !== undefined) {
      events.message(text);
    } else if (binary !== undefined) {
      events.message(`${atob(binary).length} bytes`);
    }
  }

  /** @param {Error} error */
  function onCut(error) {
    if (stop.signal.aborted) {
      return;
    }

    const reason = reasonOf(error);
    const action = error instanceof Problem ? error.action : "resume";
    if (action !== "resume") {
      place = undefined;
      events.lost(reason);
    }

    if (action === "stop") {
      stop.abort();
      events.state("closed", reason);
    } else {
      events.state("reconnecting", reason);
    }
  }

  return { send: sender.send, close: () => stop.abort() };
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<string>} Its whole lines; an unfinished last one was cut and is left out.
 */
async function* lines(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const pieces = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = pieces.pop() ?? "";
    yield* pieces.filter((piece) => piece !== "");
  }
}
