import { backoff, delay } from "./retry.js";
import { createSender } from "./post.js";
import { Problem, reasonOf } from "./problem.js";

/**
 * What both kinds of poll share: each answer names the URL of the next question.
 *
 * @param {string} url
 * @param {{ wait: number, pause: number }} rhythm `wait`: seconds the server may hold a poll. `pause`: milliseconds between two.
 * @param {import("../types.js").Events} events
 * @returns {import("../types.js").Connection}
 */
export function poll(url, { wait, pause }, events) {
  const stop = new AbortController();
  const sender = createSender(url, events, stop.signal);
  /** @type {URL | undefined} */
  let next;
  let failures = 0;
  run();

  async function run() {
    do {
      try {
        await askOnce();
        failures = 0;
      } catch (error) {
        onFailure(/** @type {Error} */ (error));
      }
    } while (await delay(failures > 0 ? backoff(failures) : pause, stop.signal));
  }

  async function askOnce() {
    events.request();
    const question = new URL(next ?? url);
    question.searchParams.set("wait", `${wait}`);
    const response = await fetch(question, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: stop.signal,
    });
    if (!response.ok) {
      throw await Problem.from(response);
    }

    onAnswer(await response.json(), response.url);
  }

  /**
   * @param {Record<string, any>} answer
   * @param {string} from The URL that gave it.
   */
  function onAnswer({ session, messages = [], gap, close, next: path }, from) {
    if (session) {
      sender.use(session);
    }

    events.state("open");
    if (gap) {
      events.note(`lost: messages ${gap.from} to ${gap.to}`);
    }

    for (const { text, binary } of messages) {
      events.message(text ?? `${atob(binary).length} bytes`);
    }

    if (close) {
      throw new Problem(close.code, close.action);
    }

    next = new URL(path, from);
  }

  /** @param {Error} error */
  function onFailure(error) {
    if (stop.signal.aborted) {
      return;
    }

    failures++;
    const reason = reasonOf(error);
    const action = error instanceof Problem ? error.action : "resume";
    if (action !== "resume") {
      next = undefined;
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
