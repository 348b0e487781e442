/**
 * What a lane awaits and what it has measured.
 *
 * A message is known again by its text: each lane keeps the order, so the oldest with that text is the one.
 */

const Kept = 40;
const AwaitedAtMost = 256;

/**
 * @typedef {object} Awaited
 * @property {string} text
 * @property {number} since
 * @property {(milliseconds: number) => void} resolve
 * @property {(reason: Error) => void} reject
 */

export function createEchoes() {
  /** @type {Awaited[]} */
  let awaited = [];
  /** @type {number[]} the newest last */
  const times = [];

  return {
    times,

    get awaited() {
      return awaited.length;
    },

    /**
     * @param {string} text
     * @returns {Promise<number>} How long the echo took, in milliseconds.
     */
    expect(text) {
      return new Promise((resolve, reject) => {
        awaited.push({ text, since: performance.now(), resolve, reject });
        if (awaited.length > AwaitedAtMost) {
          awaited.shift()?.reject(new Error("too many others are awaited"));
        }
      });
    },

    /**
     * @param {string} text
     * @returns {number | undefined} How long it took, or nothing when it is the echo of nothing we sent.
     */
    arrive(text) {
      const at = awaited.findIndex((one) => one.text === text);
      if (at < 0) {
        return undefined;
      }

      const [one] = awaited.splice(at, 1);
      const took = performance.now() - one.since;
      times.push(took);
      if (times.length > Kept) {
        times.shift();
      }

      one.resolve(took);
      return took;
    },

    /**
     * @param {string} text The newest message with it did not leave.
     * @param {Error} reason
     */
    forget(text, reason) {
      const at = awaited.findLastIndex((one) => one.text === text);
      if (at >= 0) {
        awaited.splice(at, 1)[0].reject(reason);
      }
    },

    /** @param {string} reason Why none of those awaited will come. */
    lose(reason) {
      const lost = awaited;
      awaited = [];
      for (const one of lost) {
        one.reject(new Error(reason));
      }
    },
  };
}

/**
 * @param {number[]} values
 * @returns {number | undefined}
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : sorted.length ? (sorted[middle - 1] + sorted[middle]) / 2 : undefined;
}

/**
 * @param {number | undefined} milliseconds
 * @returns {string} Without the unit, with the digits that mean something.
 */
export function digits(milliseconds) {
  if (milliseconds === undefined) {
    return "–";
  }

  return milliseconds < 9.95 ? milliseconds.toFixed(1) : Math.round(milliseconds).toLocaleString("en");
}
