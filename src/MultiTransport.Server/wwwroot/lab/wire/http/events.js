/**
 * An event stream, line by line: what stands before the first colon says what the line is, and an empty line ends the event.
 *
 * @typedef {"comment" | "data" | "event" | "id" | "retry" | "end" | "other"} LineKind
 * @typedef {{ kind: LineKind, text: string, value: string, ending: "LF" | "CR" | "CR LF" }} Line
 * @typedef {{ lines: Line[], end: number }} Event `end` is where it ends in the stream.
 */

const Names = ["data", "event", "id", "retry"];

/**
 * The events that are whole. Bytes after the last empty line are an unfinished one.
 *
 * @param {Uint8Array} bytes
 * @returns {{ events: Event[], rest: number }}
 */
export function readEvents(bytes) {
  /** @type {Event[]} */
  const events = [];
  /** @type {Line[]} */
  let lines = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10 && bytes[at] !== 13) {
      continue;
    }

    const isPair = bytes[at] === 13 && bytes[at + 1] === 10;
    lines.push(readLine(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, at)), isPair ? "CR LF" : bytes[at] === 13 ? "CR" : "LF"));
    at += isPair ? 1 : 0;
    start = at + 1;
    if (lines[lines.length - 1].kind === "end") {
      events.push({ lines, end: start });
      lines = [];
    }
  }

  return { events, rest: bytes.length - (events.at(-1)?.end ?? 0) };
}

/**
 * What a parser hands on: the data lines joined; null where there is none, as in a comment.
 *
 * @param {Event} event
 */
export function dataOf({ lines }) {
  const data = lines.filter(({ kind }) => kind === "data").map(({ value }) => value);
  return data.length > 0 ? data.join("\n") : null;
}

/**
 * @param {string} text
 * @param {Line["ending"]} ending
 * @returns {Line}
 */
function readLine(text, ending) {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
  const kind = text === "" ? "end" : colon === 0 ? "comment" : Names.includes(name) ? /** @type {LineKind} */ (name) : "other";
  return { kind, text, value, ending };
}
