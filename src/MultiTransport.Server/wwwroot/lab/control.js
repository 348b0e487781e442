import { connect } from "/lab/control/client.js";
import { Clock } from "./measures/clock.js";

/** The page's own session, beside those that are measured: it starts and stops, and asks what the server has counted. */
export function createControl() {
  /** @type {ReturnType<typeof connect> | undefined} */
  let session;
  let token = "";

  return { open, ask, sampleClock, close: () => session?.close() };

  /** A new page for the server: a new token, a new clock. */
  async function open() {
    session?.close();
    session = connect("/lab/control");
    const opened = session;
    const over = opened.closed.then(({ code, reason }) => Promise.reject(new Error(reason || code)));
    over.catch(() => {});
    token = (await Promise.race([ask("open"), over])).token;
    const clock = new Clock();
    await sampleClock(clock, 10);
    return { token, clock, session: opened };
  }

  /**
   * @param {string} what
   * @param {object} [fields] What the question has besides.
   */
  async function ask(what, fields) {
    if (!session) {
      throw new Error("not open");
    }

    const answer = JSON.parse(String(await session.request(JSON.stringify({ ask: what, ...fields }))));
    if (answer.fault) {
      throw new Error(answer.fault);
    }

    return answer;
  }

  /**
   * @param {Clock} clock
   * @param {number} times
   */
  async function sampleClock(clock, times) {
    for (let time = 0; time < times; time++) {
      const asked = performance.now();
      const { clock: server } = await ask("clock");
      clock.add(asked, performance.now(), server / 1_000);
    }
  }
}
