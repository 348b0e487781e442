import { readChunks } from "./chunks.js";
import { dataOf, readEvents } from "./events.js";
import { Flow, fromBase64 } from "./pieces.js";
import { readSessionFrames } from "./session-frames.js";

/**
 * One request and its answer, taken apart.
 *
 * @typedef {{ number: number, at: number, isShown: boolean, isOver: boolean, captured: { head: string, pieces: import("./pieces.js").Piece[], dropped: number } }} Exchanged
 * @typedef {"frames" | "events" | "session-events" | "text"} BodyKind
 * @typedef {{ end: number, frame?: import("./session-frames.js").SessionFrame, event?: import("./events.js").Event, text?: string }} Unit
 * @typedef {{ kind: BodyKind, length: number, isChunked: boolean, parts: { chunk?: import("./chunks.js").Chunk, at?: number, units: Unit[] }[], rest: number }} Body
 */

const FramePaths = ["/poll", "/sse", "/stream", "/send", "/close"];

/** @param {Exchanged} exchanged */
export function readExchange({ captured, isShown }) {
  const isWhole = isShown && captured.dropped === 0;
  const down = new Flow(isWhole ? captured.pieces : [], false);
  const up = new Flow(isWhole ? captured.pieces : [], true);
  const path = captured.head.split(" ")[1]?.split("?")[0] ?? "";
  const isSdk = FramePaths.some((end) => path.endsWith(`/bus${end}`));
  const headLength = headEnd(down.bytes);
  const answerHead = new TextDecoder("latin1").decode(down.bytes.subarray(0, headLength));
  return {
    request: captured.head,
    answer: answerHead,
    status: Number(answerHead.split(" ")[1] || 0),
    up: readBody(up, 0, fieldOf(captured.head, "transfer-encoding") === "chunked", isSdk ? "frames" : "text"),
    down: readBody(down, headLength, fieldOf(answerHead, "transfer-encoding") === "chunked", kindOf(answerHead, isSdk)),
  };
}

/**
 * @param {string} head
 * @param {string} name In lower case.
 */
export function fieldOf(head, name) {
  const line = head.split("\r\n").find((text) => text.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? "";
}

/**
 * The frame of the client's own protocol inside an event, without its length (PROTOCOL.md, section 3.1); null where there is none.
 *
 * @param {import("./events.js").Event} event
 */
export function frameOf(event) {
  const data = dataOf(event);
  if (!data) {
    return null;
  }

  if (data.startsWith("m")) { // a topic message: what stands before its body is in base64
    const comma = data.indexOf(",");
    return new Uint8Array([0x6d, ...fromBase64(data.slice(1, comma)), ...new TextEncoder().encode(data.slice(comma + 1))]);
  }

  return data.startsWith("=") ? fromBase64(data.slice(1)) : new TextEncoder().encode(data);
}

/**
 * @param {string} head
 * @param {boolean} isSdk
 * @returns {BodyKind}
 */
function kindOf(head, isSdk) {
  const type = fieldOf(head, "content-type");
  if (type.startsWith("text/event-stream")) {
    return isSdk ? "session-events" : "events";
  }

  return type.startsWith("application/octet-stream") ? "frames" : "text";
}

/**
 * @param {Flow} flow
 * @param {number} from
 * @param {boolean} isChunked
 * @param {BodyKind} kind
 * @returns {Body}
 */
function readBody(flow, from, isChunked, kind) {
  const bytes = flow.bytes.subarray(from);
  if (!isChunked) {
    const { units, rest } = readUnits(bytes, kind);
    return { kind, length: bytes.length, isChunked, parts: [{ at: flow.at(flow.bytes.length), units }], rest };
  }

  // What ends in a chunk is shown with it.
  const { chunks, content, rest } = readChunks(bytes);
  const { units } = readUnits(content, kind);
  const parts = chunks.map((chunk) => ({
    chunk,
    at: flow.at(from + chunk.end),
    units: units.filter(({ end }) => end > chunk.start && end <= chunk.start + chunk.size),
  }));
  return { kind, length: bytes.length, isChunked, parts, rest };
}

/**
 * @param {Uint8Array} bytes
 * @param {BodyKind} kind
 * @returns {{ units: Unit[], rest: number }}
 */
function readUnits(bytes, kind) {
  switch (kind) {
    case "frames": {
      const { frames, rest } = readSessionFrames(bytes);
      return { units: frames.map((frame) => ({ end: frame.end, frame })), rest };
    }

    case "events":
    case "session-events": {
      const { events, rest } = readEvents(bytes);
      return { units: events.map((event) => ({ end: event.end, event })), rest };
    }

    default:
      return { units: bytes.length > 0 ? linesOf(bytes) : [], rest: 0 };
  }
}

/** A text, or lines of JSON. @param {Uint8Array} bytes */
function linesOf(bytes) {
  let end = 0;
  return new TextDecoder().decode(bytes).split(/(?<=\n)/).map((text) => {
    end += new TextEncoder().encode(text).length;
    return { end: Math.min(end, bytes.length), text };
  });
}

/** @param {Uint8Array} bytes Where the answer's head ends. */
function headEnd(bytes) {
  for (let at = 3; at < bytes.length; at++) {
    if (bytes[at - 3] === 13 && bytes[at - 2] === 10 && bytes[at - 1] === 13 && bytes[at] === 10) {
      return at + 1;
    }
  }

  return 0;
}
