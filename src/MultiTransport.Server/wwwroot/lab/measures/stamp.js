/** The first 16 bytes of a measured message, in hexadecimal digits: run (2), number (6), microseconds since the run's start by the sender's clock (8). */

export const StampLength = 16;

/**
 * @param {number} run
 * @param {number} number
 * @param {number} microseconds
 */
export function writeStamp(run, number, microseconds) {
  return hex(run, 2) + hex(number, 6) + hex(microseconds, 8);
}

/**
 * @param {string | ArrayBuffer} data
 * @returns {{ run: number, number: number, microseconds: number } | null} Null where it has none.
 */
export function readStamp(data) {
  const text = typeof data === "string" ? data.slice(0, StampLength) : String.fromCharCode(...new Uint8Array(data, 0, Math.min(StampLength, data.byteLength)));
  return /^[0-9a-f]{16}$/.test(text)
    ? { run: parseInt(text.slice(0, 2), 16), number: parseInt(text.slice(2, 8), 16), microseconds: parseInt(text.slice(8), 16) }
    : null;
}

/**
 * Makes the messages of one size: letters, or random bytes.
 *
 * @param {number} size
 * @param {boolean} isBinary
 * @returns {(stamp: string) => string | Uint8Array}
 */
export function createPayloads(size, isBinary) {
  if (!isBinary) {
    const rest = "x".repeat(size - StampLength);
    return (stamp) => stamp + rest;
  }

  const bytes = new Uint8Array(size);
  for (let start = 0; start < size; start += 65_536) {
    crypto.getRandomValues(bytes.subarray(start, start + 65_536)); // the most it gives at once
  }

  return (stamp) => {
    const message = bytes.slice();
    for (let index = 0; index < StampLength; index++) {
      message[index] = stamp.charCodeAt(index);
    }

    return message;
  };
}

/**
 * @param {number} value
 * @param {number} digits
 */
function hex(value, digits) {
  return Math.max(0, Math.round(value)).toString(16).padStart(digits, "0");
}
