/**
 * WebSocket frames out of bytes, field by field (RFC 6455, section 5.2).
 *
 * @typedef {object} Frame
 * @property {boolean} fin
 * @property {boolean[]} rsv
 * @property {number} opcode
 * @property {boolean} isMasked
 * @property {7 | 16 | 64} lengthBits How many bits tell the length: 7 alone, or 7 and as many again.
 * @property {number} length
 * @property {Uint8Array} header
 * @property {Uint8Array | null} key
 * @property {Uint8Array} payload As it travelled.
 * @property {Uint8Array} plain Unmasked.
 */

/**
 * Frames from the start of the bytes; what is left is a frame that is not whole yet.
 *
 * @param {Uint8Array} bytes
 * @returns {{ frames: Frame[], rest: number }}
 */
export function readFrames(bytes) {
  const frames = [];
  let at = 0;
  for (let frame = readFrame(bytes.subarray(at)); frame; frame = readFrame(bytes.subarray(at))) {
    frames.push(frame);
    at += frame.header.length + frame.length;
  }

  return { frames, rest: bytes.length - at };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Frame | null} Null where it is not whole.
 */
export function readFrame(bytes) {
  if (bytes.length < 2) {
    return null;
  }

  const short = bytes[1] & 0x7f;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const isMasked = (bytes[1] & 0x80) !== 0;
  const headerLength = 2 + extended + (isMasked ? 4 : 0);
  if (bytes.length < headerLength) {
    return null;
  }

  const length = extended === 0 ? short : bytes.subarray(2, 2 + extended).reduce((sum, byte) => sum * 256 + byte, 0);
  if (bytes.length < headerLength + length) {
    return null;
  }

  const key = isMasked ? bytes.slice(headerLength - 4, headerLength) : null;
  const payload = bytes.slice(headerLength, headerLength + length);
  return {
    fin: (bytes[0] & 0x80) !== 0,
    rsv: [0x40, 0x20, 0x10].map((bit) => (bytes[0] & bit) !== 0),
    opcode: bytes[0] & 0x0f,
    isMasked,
    lengthBits: extended === 8 ? 64 : extended === 2 ? 16 : 7,
    length,
    header: bytes.slice(0, headerLength),
    key,
    payload,
    plain: key ? mask(payload, key) : payload,
  };
}

/**
 * Each byte with the key's byte at its place modulo 4: masking and unmasking are the same.
 *
 * @param {Uint8Array} bytes
 * @param {Uint8Array} key
 */
export function mask(bytes, key) {
  return bytes.map((byte, index) => byte ^ key[index % 4]);
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** @param {string} text Digits, with or without spaces. */
export function unhex(text) {
  return Uint8Array.from(text.replace(/\s/g, "").match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
