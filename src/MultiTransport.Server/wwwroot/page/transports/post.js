import { delay } from "./retry.js";
import { Problem } from "./problem.js";

const Tries = 3;
const PauseBetweenTries = 500;
const AnswerWithin = 10_000;

/**
 * The way up for the transports whose own connection only leads down: one POST a message, one at a time,
 * so that the order is kept. Each message bears its number: a POST that is repeated is not handed over twice.
 *
 * @param {string} url
 * @param {import("../types.js").Events} events
 * @param {AbortSignal} stop
 */
export function createSender(url, events, stop) {
  /** @type {string | undefined} */
  let session;
  let number = 1;
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();

  return {
    /** @param {string} opened The credential that the way down was told when it opened. */
    use(opened) {
      session = opened;
      number = 1;
    },

    /**
     * @param {string} text
     * @returns {Promise<void>}
     */
    send(text) {
      const turn = queue.then(() => post(text));
      queue = turn.catch(() => {});
      return turn;
    },
  };

  /** @param {string} text */
  async function post(text) {
    for (let tries = 1; ; tries++) {
      if (!session) {
        throw new Error("not connected");
      }

      const used = session;
      try {
        const next = await postOnce(text, used, number);
        number = used === session ? next : number;
        return;
      } catch (error) {
        if (error instanceof Problem) {
          number += error.code === "handler-failed" ? 1 : 0; // it was taken all the same
          throw error;
        }

        if (tries === Tries || !(await delay(PauseBetweenTries, stop))) {
          throw error;
        }
      }
    }
  }

  /**
   * @param {string} text
   * @param {string} session
   * @param {number} number
   * @returns {Promise<number>} The number of the next message.
   */
  async function postOnce(text, session, number) {
    events.request();
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "text/plain;charset=utf-8",
        "MultiTransport-Session": session,
        "MultiTransport-Number": `${number}`,
      },
      body: text,
      signal: AbortSignal.any([stop, AbortSignal.timeout(AnswerWithin)]),
    });
    if (!response.ok) {
      throw await Problem.from(response);
    }

    const answer = await response.json();
    return answer.number + 1;
  }
}
