import { Histogram } from "./histogram.js";

/** One direction of one transport: what came, when, and whether anything is missing. */
export class Track {
  histogram = new Histogram();
  lost = 0;
  doubled = 0;
  /** How often the clocks' offset made a time less than nothing. */
  below = 0;
  /** @type {{ seconds: number, milliseconds: number }[]} The median of each bin in which something came; of the latest ones. */
  line = [];
  #binSeconds;
  #last = 0;
  #bin = -1;
  /** @type {number[]} */
  #times = [];

  static BinSeconds = 0.5;
  static MostBins = 300;

  /** @param {number} [binSeconds] */
  constructor(binSeconds = Track.BinSeconds) {
    this.#binSeconds = binSeconds;
  }

  /**
   * @param {number} number of the message, from 1
   * @param {number} latency ms
   * @param {number} seconds since the run's start
   */
  add(number, latency, seconds) {
    if (number <= this.#last) {
      this.doubled++;
      return;
    }

    this.lost += number - this.#last - 1;
    this.#last = number;
    this.below += latency < 0 ? 1 : 0;
    this.histogram.record(latency);
    const bin = Math.floor(seconds / this.#binSeconds);
    if (bin !== this.#bin) {
      this.closeBin();
      this.#bin = bin;
    }

    this.#times.push(Math.max(latency, 0));
  }

  closeBin() {
    if (this.#times.length > 0) {
      const sorted = this.#times.sort((one, other) => one - other);
      this.line.push({ seconds: (this.#bin + 0.5) * this.#binSeconds, milliseconds: sorted[(sorted.length - 1) >> 1] });
      this.line.splice(0, this.line.length - Track.MostBins);
      this.#times = [];
    }
  }

  /** @param {number} sent How many there were: what has not come at the end is lost. */
  end(sent) {
    this.closeBin();
    this.lost += Math.max(0, sent - this.#last);
  }
}
