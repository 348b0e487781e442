/**
 * A body in chunks (RFC 9112, section 7.1): a line with the size in hexadecimal digits, so many bytes, and an empty line; the last one has none.
 *
 * @typedef {object} Chunk
 * @property {string} line What stands in the size's line, without its end.
 * @property {number} size
 * @property {number} start Where its bytes begin in the content.
 * @property {number} end Where it ends on the wire, its line end included.
 */

/**
 * The chunks that are whole, and what they hold.
 *
 * @param {Uint8Array} bytes
 * @returns {{ chunks: Chunk[], content: Uint8Array, rest: number }}
 */
export function readChunks(bytes) {
  /** @type {Chunk[]} */
  const chunks = [];
  const content = new Uint8Array(bytes.length);
  let at = 0;
  let filled = 0;
  for (let feed = lineEnd(bytes, at); feed >= 0; feed = lineEnd(bytes, at)) {
    const line = new TextDecoder("latin1").decode(bytes.subarray(at, feed));
    const size = /^[0-9a-f]+/i.test(line) ? parseInt(line, 16) : NaN;
    const end = feed + 2 + size + 2;
    if (!(end <= bytes.length)) {
      break; // not whole yet, or no size
    }

    content.set(bytes.subarray(feed + 2, end - 2), filled);
    chunks.push({ line, size, start: filled, end });
    filled += size;
    at = end;
  }

  return { chunks, content: content.slice(0, filled), rest: bytes.length - at };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 */
function lineEnd(bytes, from) {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] === 13 && bytes[at + 1] === 10) {
      return at;
    }
  }

  return -1;
}
