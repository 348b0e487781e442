/**
 * The server's clock minus the page's, from questions and answers: the answer was given somewhere between the two, so the shortest round trip tells most,
 * and half of it is how wrong the offset may be. Samples are forgotten after half a minute: clocks drift.
 */

const Kept = 30_000; // ms

export class Clock {
  /** @type {{ at: number, offset: number, trip: number }[]} */
  #samples = [];

  /**
   * @param {number} asked ms, by the page's clock
   * @param {number} answered ms, by the page's clock
   * @param {number} server ms, by the server's
   */
  add(asked, answered, server) {
    this.#samples = this.#samples.filter(({ at }) => answered - at < Kept);
    this.#samples.push({ at: answered, offset: server - (asked + answered) / 2, trip: answered - asked });
  }

  /** In ms, both. */
  get estimate() {
    const best = this.#samples.reduce((one, other) => (other.trip < one.trip ? other : one), this.#samples[0]);
    return best ? { offset: best.offset, error: best.trip / 2 } : { offset: NaN, error: NaN };
  }
}
