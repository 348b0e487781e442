import { Track } from "../measures/track.js";

/**
 * Numbers that go up, a few a second. Each comes back with how many the server has had, and its clock: so both ways show what was lost or doubled, and how
 * long it took.
 */
export class Traffic {
  up = new Track();
  down = new Track();
  sent = 0;
  /** Sends that were refused or whose outcome nobody knows. */
  failed = 0;
  #session;
  #clock;
  #began;
  #rate = 1;
  #last = -Infinity;
  /** @type {Map<number, number>} When each left; gone once it came back. */
  #left = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  #isOn = false;

  /**
   * @param {import("/lab/control/client.js").Session} session
   * @param {import("../measures/clock.js").Clock} clock
   * @param {number} began What seconds are counted from.
   */
  constructor(session, clock, began) {
    this.#session = session;
    this.#clock = clock;
    this.#began = began;
    session.addEventListener("message", ({ data }) => this.#onMessage(String(data)));
  }

  /** What has come back of all that was sent. */
  get answered() {
    return this.down.histogram.count;
  }

  start() {
    this.#isOn = true;
    this.#send();
  }

  stop() {
    this.#isOn = false;
    clearTimeout(this.#next);
  }

  /** The session was lost: the server counts anew. */
  restart() {
    this.failed += this.#left.size;
    this.#left.clear();
    this.sent = 0;
    [this.up, this.down] = [new Track(), new Track()];
  }

  /** @param {number} rate Messages a second. */
  set rate(rate) {
    this.#rate = rate;
    if (this.#isOn) {
      clearTimeout(this.#next);
      this.#next = setTimeout(() => this.#send(), Math.max(0, this.#last + 1_000 / rate - performance.now()));
    }
  }

  #send() {
    const number = ++this.sent;
    this.#last = performance.now();
    this.#left.set(number, this.#last);
    this.#session.send(`${number}`).catch(() => {
      this.failed++;
      this.#left.delete(number);
    });
    this.#next = setTimeout(() => this.#send(), 1_000 / this.#rate);
  }

  /** @param {string} text */
  #onMessage(text) {
    const [number, count, clock] = text.split(" ").map(Number);
    const now = performance.now();
    const { offset } = this.#clock.estimate;
    const handled = clock / 1_000 - offset;
    const left = this.#left.get(number);
    const seconds = (now - this.#began) / 1_000;
    this.up.add(number, handled - (left ?? handled), seconds);
    this.down.add(count, now - handled, seconds);
    this.#left.delete(number);
  }
}
