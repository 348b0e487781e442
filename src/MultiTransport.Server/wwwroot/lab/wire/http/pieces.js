/**
 * Bytes of one direction, and when each came.
 *
 * @typedef {{ isUp: boolean, at: number, length: number, bytes: string }} Piece As the server tells it: the bytes in base64, the time in microseconds.
 */
export class Flow {
  bytes = new Uint8Array();
  /** @type {{ end: number, at: number }[]} */
  #pieces = [];

  /**
   * @param {Piece[]} pieces
   * @param {boolean} isUp
   */
  constructor(pieces, isUp) {
    const parts = pieces.filter((piece) => piece.isUp === isUp).map(({ at, bytes }) => ({ at, bytes: fromBase64(bytes) }));
    this.bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.length, 0));
    let end = 0;
    for (const part of parts) {
      this.bytes.set(part.bytes, end);
      end += part.bytes.length;
      this.#pieces.push({ end, at: part.at });
    }
  }

  /** When everything before that place had come, in microseconds. @param {number} place */
  at(place) {
    return this.#pieces.find(({ end }) => end >= place)?.at;
  }
}

/** @param {string} text */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
