/**
 * The protocol's own frames, field by field (PROTOCOL.md, sections 3 and 5).
 *
 * @typedef {{ name: string, bytes: Uint8Array, value: string | number, isSecret?: boolean }} Field
 * @typedef {object} SessionFrame
 * @property {Uint8Array} length The varint before it; empty where an event carries it.
 * @property {number} type
 * @property {string} name Empty where this page does not know it.
 * @property {boolean} isNumbered
 * @property {Field[]} fields
 * @property {number} size Bytes in all.
 */

/** @typedef {["octet" | "text" | "bytes" | "rest" | "varint", string, number?]} Part What a field holds, its name, and how many bytes. */
/** @type {[number, string, boolean, Part[]][]} */
const Types = [
  [0x74, "text", true, [["text", "payload"]]],
  [0x62, "binary", true, [["rest", "payload"]]],
  [0x72, "request", true, [["varint", "correlation"], ["octet", "kind"], ["text", "body"]]],
  [0x73, "response", true, [["varint", "correlation"], ["octet", "kind"], ["text", "body"]]],
  [0x6d, "topic message", true, [["rest", "payload"]]],
  [0x66, "fragment", false, [["rest", "piece"]]],
  [0x61, "ack", false, [["varint", "number"]]],
  [0x78, "fail", false, [["varint", "failed"], ["text", "code"]]],
  [0x67, "gap", false, [["varint", "from"], ["varint", "to"]]],
  [0x70, "ping", false, [["rest", "stamp"]]],
  [0x71, "pong", false, [["rest", "stamp"]]],
  [0x41, "attach", false, [["octet", "version"], ["octet", "mode"], ["bytes", "id", 16], ["bytes", "secret", 16], ["bytes", "nonce", 8], ["varint", "attempt"], ["varint", "received"], ["varint", "upstream"], ["varint", "acked"], ["varint", "hold"]]],
  [0x42, "attached", false, [["bytes", "nonce", 8], ["varint", "connection"], ["octet", "active"], ["varint", "received"], ["varint", "handled"], ["varint", "position"]]],
  [0x50, "promote", false, [["varint", "connection"], ["varint", "received"], ["varint", "upstream"], ["octet", "trailing"]]],
  [0x63, "close", false, [["varint", "code"], ["text", "reason"]]],
  [0xc1, "publish", true, [["rest", "payload"]]],
  [0xc2, "topic event", true, [["text", "event"]]],
  [0x80, "report", false, [["varint", "alive"], ["varint", "silent"], ["text", "what"]]],
];

/**
 * The frames that are whole.
 *
 * @param {Uint8Array} bytes
 * @returns {{ frames: (SessionFrame & { end: number })[], rest: number }}
 */
export function readSessionFrames(bytes) {
  const frames = [];
  let at = 0;
  for (let length = readVarint(bytes, 0); length && length.value > 0; length = readVarint(bytes, at)) {
    const start = at + length.bytes.length;
    if (start + length.value > bytes.length) {
      break;
    }

    at = start + length.value;
    frames.push({ ...readContent(bytes.slice(start, at)), length: length.bytes, size: length.bytes.length + length.value, end: at });
  }

  return { frames, rest: bytes.length - at };
}

/**
 * A frame without its length: its type and its fields. What is cut has the fields that are there.
 *
 * @param {Uint8Array} bytes At least one.
 * @returns {SessionFrame}
 */
export function readContent(bytes) {
  const [, name, isNumbered, parts] = Types.find(([type]) => type === bytes[0]) ?? [0, "", (bytes[0] & 0xe0) === 0xc0, /** @type {Part[]} */ ([["rest", "payload"]])];
  /** @type {Field[]} */
  const fields = [];
  let at = 1;
  for (const [kind, field, length] of parts) {
    const read = readField(bytes.subarray(at), kind, length);
    if (!read) {
      break;
    }

    at += read.bytes.length;
    fields.push({ name: field, ...read, ...(field === "secret" && { isSecret: true }) });
  }

  return { length: new Uint8Array(), type: bytes[0], name, isNumbered, fields, size: bytes.length };
}

/**
 * LEB128: seven bits in a byte, the least first; the highest bit says that more follow.
 *
 * @param {Uint8Array} bytes
 * @param {number} from
 */
export function readVarint(bytes, from) {
  let value = 0;
  for (let count = 0; count < 8 && from + count < bytes.length; count++) {
    const byte = bytes[from + count];
    value += (byte & 0x7f) * 2 ** (7 * count);
    if (byte < 0x80) {
      return { value, bytes: bytes.slice(from, from + count + 1) };
    }
  }

  return null;
}

/**
 * @param {Uint8Array} bytes
 * @param {Part[0]} kind
 * @param {number} [length]
 * @returns {{ bytes: Uint8Array, value: string | number } | null}
 */
function readField(bytes, kind, length = 1) {
  switch (kind) {
    case "varint":
      return readVarint(bytes, 0);
    case "octet":
      return bytes.length > 0 ? { bytes: bytes.slice(0, 1), value: bytes[0] } : null;
    case "bytes":
      return bytes.length >= length ? { bytes: bytes.slice(0, length), value: base64Url(bytes.subarray(0, length)) } : null;
    case "text":
      return { bytes: bytes.slice(), value: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
    default:
      return { bytes: bytes.slice(), value: "" };
  }
}

/** @param {Uint8Array} bytes */
function base64Url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
