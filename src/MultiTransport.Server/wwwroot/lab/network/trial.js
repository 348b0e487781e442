import { connect } from "/lab/control/client.js";
import { networkOf, presetOf } from "./conditions.js";
import { Journal } from "./journal.js";
import { Traffic } from "./traffic.js";

const ClockEvery = 5_000; // ms

/** One whole session of the client over the simulated network, and all that is known of it. */
export class Trial {
  /** Resolves with why, when the session is over. */
  closed;
  #control;
  #back = 0;
  #isOver = false;
  /** @type {ReturnType<typeof setInterval>} */
  #sampling;

  /**
   * @param {ReturnType<typeof import("../control.js").createControl>} control
   * @param {string} token
   * @param {import("../measures/clock.js").Clock} clock
   */
  constructor(control, token, clock) {
    this.#control = control;
    this.session = connect(`/lab/network/${token}/bus`, { verdicts: null }); // what is learnt of a network that is none must not outlive it
    this.journal = new Journal(this.session);
    this.traffic = new Traffic(this.session, clock, this.journal.began);
    this.closed = this.session.closed;
    this.session.addEventListener("open", ({ renewed }) => this.#onOpen(token, renewed));
    this.#sampling = setInterval(() => control.sampleClock(clock, 3).catch(() => {}), ClockEvery);
  }

  /** Seconds until the network that was taken away is there again; 0 where it is. */
  get away() {
    return this.#isOver ? 0 : Math.max(0, Math.ceil((this.#back - performance.now()) / 1_000));
  }

  /**
   * The server has them when it answers: only from then on they hold.
   *
   * @param {import("./conditions.js").Conditions} conditions
   */
  async apply(conditions) {
    this.traffic.rate = conditions.rate;
    await this.ask("network", { network: networkOf(conditions) });
    this.journal.changed("network", { preset: presetOf(conditions) });
  }

  /**
   * @param {string} what
   * @param {object} fields
   */
  async ask(what, fields) {
    const { network } = await this.#control.ask(what, fields);
    this.#back = performance.now() + network.offline;
  }

  async close() {
    this.#isOver = true;
    clearInterval(this.#sampling);
    this.traffic.stop();
    this.journal.end();
    await this.session.close();
  }

  /**
   * @param {string} token
   * @param {boolean} isRenewed
   */
  async #onOpen(token, isRenewed) {
    if (isRenewed) {
      this.traffic.stop();
      this.traffic.restart();
    }

    const answer = JSON.parse(String(await this.session.request(token).catch((reason) => JSON.stringify({ fault: reason.message }))));
    if (answer.fault) {
      await this.session.close(answer.fault);
    } else {
      this.traffic.start();
    }
  }
}
