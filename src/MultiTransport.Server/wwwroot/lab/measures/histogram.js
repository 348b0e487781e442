/**
 * Counts of times in buckets that grow with the value: 128 to each power of two nanoseconds, as in the command line's histogram, so that a percentile
 * is at most 0.4 % off and both can be laid side by side.
 */

const SubBits = 7;
const SubBuckets = 1 << SubBits;

export class Histogram {
  /** @type {Map<number, number>} */
  #counts = new Map();
  count = 0;
  max = 0;

  /** @param {number} milliseconds Below nothing is a clock that is off; it counts as nothing. */
  record(milliseconds) {
    const nanoseconds = Math.max(0, Math.round(milliseconds * 1e6));
    const index = indexOf(nanoseconds);
    this.#counts.set(index, (this.#counts.get(index) ?? 0) + 1);
    this.count++;
    this.max = Math.max(this.max, nanoseconds / 1e6);
  }

  /**
   * The time in milliseconds that this share of all values does not exceed; NaN where there are none.
   *
   * @param {number} percent 0 to 100
   */
  percentile(percent) {
    const rank = Math.max(1, Math.ceil((this.count * percent) / 100));
    let seen = 0;
    for (const { milliseconds, count } of this.buckets()) {
      seen += count;
      if (seen >= rank) {
        return milliseconds;
      }
    }

    return NaN;
  }

  /** The buckets that hold something, by their middles, in order. */
  buckets() {
    return [...this.#counts]
      .sort(([one], [other]) => one - other)
      .map(([index, count]) => ({ milliseconds: Math.min(middleOf(index) / 1e6, this.max), count }));
  }
}

/** @param {number} value whole nanoseconds */
function indexOf(value) {
  if (value < SubBuckets) {
    return value;
  }

  const shift = Math.floor(Math.log2(value)) - SubBits;
  return (shift + 1) * SubBuckets + Math.floor(value / 2 ** shift) - SubBuckets;
}

/** @param {number} index */
function middleOf(index) {
  if (index < SubBuckets) {
    return index;
  }

  const shift = Math.floor(index / SubBuckets) - 1;
  return ((index % SubBuckets) + SubBuckets) * 2 ** shift + Math.floor(2 ** shift / 2);
}
