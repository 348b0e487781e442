import { format, hasText, t } from "../../language.js";
import { bytesField, field, make } from "../drawing.js";
import { hex } from "../frames.js";
import { readHead } from "../handshake.js";
import { frameOf, readExchange } from "./exchange.js";
import { hide } from "./secrets.js";
import { readContent } from "./session-frames.js";

const PartsShown = 40;
const TextShown = 400;

/**
 * One request and its answer: heads, bodies, chunks, and what is in them.
 *
 * @param {import("./exchange.js").Exchanged} exchanged
 * @param {{ token: string, isOpen: (part: string) => boolean, onToggle: (part: string, isOpen: boolean) => void }} view
 */
export function drawExchange(exchanged, view) {
  const read = readExchange(exchanged);
  const element = make("article", `frame exchange ${exchanged.isOver ? "over" : "held"}`);
  const state = exchanged.isOver ? t("http.over") : t("http.held");
  const title = make("h3", "", `${exchanged.number}. ${hide(read.request.split(" HTTP/")[0], view.token)}${read.status ? ` → ${read.status}` : ""}`);
  title.append(make("small", "", `${state} · ${format(exchanged.at / 1_000)} ms`));
  element.append(title, drawHead("request", read.request, view));
  if (!exchanged.isShown || exchanged.captured.dropped > 0) {
    element.append(make("p", "notice", t(exchanged.isShown ? "http.dropped" : "http.multiplexed")));
    return element;
  }

  if (read.up.length > 0) {
    element.append(drawBody("↑", "http.body.up", read.up, view.token));
  }

  if (read.answer) {
    element.append(drawHead("answer", read.answer, view), drawBody("↓", "http.body.down", read.down, view.token));
  }

  return element;
}

/**
 * @param {"request" | "answer"} part
 * @param {string} text
 * @param {Parameters<typeof drawExchange>[1]} view
 */
function drawHead(part, text, { token, isOpen, onToggle }) {
  const { line, fields } = readHead(hide(text, token));
  const element = /** @type {HTMLDetailsElement} */ (make("details", "head-part"));
  element.open = isOpen(part);
  element.addEventListener("toggle", () => onToggle(part, element.open));
  const list = make("ul", "head");
  const first = make("li", "line");
  first.append(make("code", "", line));
  list.append(first, ...fields.map(({ name, value }) => {
    const key = `http.${part}.${name.toLowerCase()}`;
    const row = make("li", hasText(key) ? "" : "other");
    row.append(make("code", "", `${name}: ${value}`), make("span", "means", t(hasText(key) ? key : "http.field.other")));
    return row;
  }));
  element.append(make("summary", "", t(`http.head.${part}`, { count: fields.length })), list);
  return element;
}

/**
 * @param {string} arrow
 * @param {string} key
 * @param {import("./exchange.js").Body} body
 * @param {string} token
 */
function drawBody(arrow, key, { kind, length, isChunked, parts, rest }, token) {
  const element = make("div", "body-part");
  element.append(make("h4", "", `${arrow} ${t(key)} · ${t("wire.bytes", { count: length })}${isChunked ? ` · ${t("http.chunked")}` : ""}`));
  const shown = parts.slice(-PartsShown);
  if (shown.length < parts.length) {
    element.append(make("p", "note", t("http.earlier", { count: parts.length - shown.length })));
  }

  for (const { chunk, at, units } of shown) {
    const part = make("div", chunk ? "chunk" : "");
    if (chunk) {
      const size = make("p", "size");
      size.append(make("code", "", chunk.line), lineEnd("CR LF"), make("span", "means", t(chunk.size > 0 ? "http.chunk" : "http.chunk.last", { size: chunk.size })));
      if (at !== undefined) {
        size.append(make("small", "", `${format(at / 1_000)} ms`));
      }

      part.append(size);
    }

    part.append(...units.map((unit) => drawUnit(unit, kind, token)));
    if (chunk) {
      const end = make("p", "size");
      end.append(lineEnd("CR LF"), make("span", "means", t("http.chunk.end")));
      part.append(end);
    }

    element.append(part);
  }

  if (rest > 0) {
    element.append(make("p", "note", t("http.rest", { count: rest })));
  }

  return element;
}

/**
 * @param {import("./exchange.js").Unit} unit
 * @param {import("./exchange.js").BodyKind} kind
 * @param {string} token
 */
function drawUnit({ frame, event, text }, kind, token) {
  if (frame) {
    return drawSessionFrame(frame);
  }

  const element = make("div", "unit");
  if (event) {
    element.append(...event.lines.map((line) => drawLine(line, kind, token)));
    const carried = kind === "session-events" ? frameOf(event) : null;
    if (carried && carried.length > 0) {
      element.append(drawSessionFrame(readContent(carried)));
    }
  } else {
    element.append(make("pre", "", shorten(hide(text ?? "", token))));
  }

  return element;
}

/**
 * @param {import("./events.js").Line} line
 * @param {import("./exchange.js").BodyKind} body
 * @param {string} token
 */
function drawLine({ kind, text, value, ending }, body, token) {
  const row = make("p", "event-line");
  const isFrame = body === "session-events" && kind === "data";
  const key = isFrame ? (value.startsWith("=") ? "sse.base64" : value.startsWith("t") ? "sse.text" : "sse.data") : `sse.${kind}`;
  row.append(make("code", "", shorten(hide(text, token))), lineEnd(ending), make("span", "means", t(key)));
  return row;
}

/** @param {import("./session-frames.js").SessionFrame} frame */
function drawSessionFrame({ length, type, name, isNumbered, fields, size }) {
  const element = make("div", "unit");
  const bits = make("dl", "bits");
  const known = name || t("frame.unknown");
  element.append(make("h5", "", `${known} · ${t("wire.bytes", { count: size })}${isNumbered ? ` · ${t("frame.numbered")}` : ""}`));
  if (length.length > 0) {
    bits.append(field(t("wire.length"), hex(length), t("frame.length", { count: size - length.length })));
  }

  const letter = type > 0x20 && type < 0x7f ? ` “${String.fromCharCode(type)}”` : "";
  bits.append(field(t("frame.type"), hex(Uint8Array.of(type)), `${known}${letter}`));
  for (const { name: title, bytes, value, isSecret } of fields) {
    const note = hasText(`field.${title}`) ? t(`field.${title}`) : "";
    const told = isSecret ? note : [value === "" ? "" : `${shorten(`${value}`)}`, note].filter(Boolean).join(" · ");
    bits.append(isSecret
      ? field(title, "•• ".repeat(bytes.length).trim(), note, "all")
      : bytes.length > 8 ? withNote(bytesField(title, bytes), told) : field(title, bytes.length > 0 ? hex(bytes) : "–", told));
  }

  element.append(bits);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} note
 */
function withNote(element, note) {
  element.append(make("dd", "means", note));
  return element;
}

/** The end of a line, which nobody sees otherwise. @param {string} ending */
function lineEnd(ending) {
  return make("span", "ending", ending);
}

/** @param {string} text */
function shorten(text) {
  return text.length > TextShown ? `${text.slice(0, TextShown)} …` : text;
}
