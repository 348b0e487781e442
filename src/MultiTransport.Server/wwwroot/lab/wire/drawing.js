import { format, hasText, t } from "../language.js";
import { hex } from "./frames.js";

const BytesShown = 48;
const Opcodes = new Map([[0, "continuation"], [1, "text"], [2, "binary"], [8, "close"], [9, "ping"], [10, "pong"]]);

/**
 * One frame, field by field: its first two bytes bit by bit, then length, key and payload as bytes.
 *
 * @param {import("./frames.js").Frame} frame
 * @param {{ isUp: boolean, at?: number }} where
 */
export function drawFrame(frame, { isUp, at }) {
  const element = make("article", `frame ${isUp ? "up" : "down"}`);
  const name = Opcodes.get(frame.opcode) ?? "";
  const title = make("h4", "", `${isUp ? "↑" : "↓"} ${t(isUp ? "wire.up" : "wire.down")} · ${name ? t(`opcode.${name}`) : frame.opcode} · ${t("wire.bytes", { count: frame.header.length + frame.length })}`);
  if (at !== undefined) {
    title.append(make("small", "", `${format(at / 1_000)} ms`));
  }

  const bits = make("dl", "bits");
  bits.append(
    field("FIN", frame.fin ? "1" : "0", t(frame.fin ? "fin.1" : "fin.0")),
    field("RSV1–3", frame.rsv.map((bit) => (bit ? "1" : "0")).join(""), t(frame.rsv[0] ? "rsv.1" : "rsv.0")),
    field("opcode", bitsOf(frame.opcode, 4), name ? t(`opcode.${name}`) : ""),
    field("MASK", frame.isMasked ? "1" : "0", t(frame.isMasked ? "mask.1" : "mask.0")),
    field(t("wire.length"), bitsOf(frame.header[1] & 0x7f, 7), frame.lengthBits === 7 ? t("length.7", { length: frame.length }) : t("length.more", { short: frame.header[1] & 0x7f, bits: frame.lengthBits })),
  );
  if (frame.lengthBits !== 7) {
    bits.append(field(`+ ${frame.lengthBits} ${t("wire.bits")}`, hex(frame.header.subarray(2, 2 + frame.lengthBits / 8)), `${frame.length}`, "wide"));
  }

  if (frame.key) {
    bits.append(field(t("wire.key"), hex(frame.key), t("wire.key.note"), "wide"), bytesField(t("wire.masked"), frame.payload));
  }

  bits.append(bytesField(t(frame.key ? "wire.unmasked" : "wire.payload"), frame.plain), field(t("wire.means"), "", meaningOf(frame), "all"));
  element.append(title, bits);
  return element;
}

/**
 * @param {string} tag
 * @param {string} kind
 * @param {string} [text]
 */
export function make(tag, kind, text) {
  const element = document.createElement(tag);
  element.className = kind;
  if (text !== undefined) {
    element.textContent = text;
  }

  return element;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} note
 * @param {string} [kind]
 */
export function field(name, value, note, kind = "") {
  const element = make("div", kind);
  element.append(make("dt", "", name));
  if (value) {
    element.append(make("dd", "value", value));
  }

  element.append(make("dd", "means", note));
  return element;
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 */
export function bytesField(name, bytes) {
  const more = bytes.length > BytesShown;
  return field(name, bytes.length > 0 ? hex(bytes.subarray(0, BytesShown)) + (more ? " …" : "") : "–", more ? t("wire.more", { count: bytes.length - BytesShown }) : "", "all");
}

/** @param {import("./frames.js").Frame} frame */
function meaningOf({ opcode, plain, rsv }) {
  if (rsv[0]) {
    return t("means.compressed");
  }

  if (opcode === 8) {
    return plain.length >= 2 ? `${plain[0] * 256 + plain[1]} “${new TextDecoder().decode(plain.subarray(2))}”` : t("means.noCode");
  }

  const text = new TextDecoder().decode(plain.subarray(0, 400));
  return opcode === 2 ? t("means.binary") : `“${text}”`;
}

/**
 * @param {number} value
 * @param {number} count
 */
function bitsOf(value, count) {
  return value.toString(2).padStart(count, "0");
}

/** The text of a header's explanation. @param {string} key */
export function explain(key) {
  return t(hasText(key) ? key : "header.other");
}
