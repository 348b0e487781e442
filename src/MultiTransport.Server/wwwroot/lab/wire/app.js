import { createControl } from "../control.js";
import { initLanguages, onLanguage, t, translate } from "../language.js";
import { drawFrame, explain, make } from "./drawing.js";
import { hex, mask, readFrame, readFrames, unhex } from "./frames.js";
import { acceptOf, Guid, readHead } from "./handshake.js";

const FramesShown = 40;

/** The documents' own bytes. */
const Example = { payload: unhex("E68891E698AFE998BFE5AE9DE593A5"), key: unhex("08F6EFB1") };

const control = createControl();
const text = /** @type {HTMLTextAreaElement} */ (find("text"));
const inPieces = /** @type {HTMLInputElement} */ (find("pieces"));
/** @type {WebSocket | undefined} */
let socket;
/** @type {{ head: string, pieces: { isUp: boolean, at: number, length: number, bytes: string }[], dropped: number } | undefined} */
let captured;

find("connect").addEventListener("click", connect);
find("close").addEventListener("click", () => socket?.close(1000, "enough"));
find("send").addEventListener("click", () => send(text.value));
find("send-binary").addEventListener("click", () => send(new TextEncoder().encode(text.value)));
find("send-long").addEventListener("click", () => send("x".repeat(126)));
onLanguage(draw);
initLanguages();
translate();
connect();

async function connect() {
  say("wire.state.connecting");
  try {
    socket?.close();
    const { token } = await control.open();
    const url = new URL(`/lab/socket?lab=${token}${inPieces.checked ? "&pieces" : ""}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const mine = new WebSocket(url);
    socket = mine;
    mine.binaryType = "arraybuffer";
    mine.addEventListener("open", () => {
      say("wire.state.open");
      send(new TextDecoder().decode(Example.payload));
    });
    mine.addEventListener("message", look);
    mine.addEventListener("close", async ({ code }) => {
      if (mine === socket) {
        await look();
        say("wire.state.closed", { code });
      }
    });
  } catch (reason) {
    say("state.failed", { why: /** @type {Error} */ (reason).message });
  }
}

/** @param {string | Uint8Array<ArrayBuffer>} data */
function send(data) {
  if (socket?.readyState !== 1) {
    return say("echo.notOpen");
  }

  if ((typeof data === "string" ? new TextEncoder().encode(data) : data).length > 4_096) {
    return say("wire.state.long");
  }

  socket.send(data);
}

/** Asks the server for what it saw. */
async function look() {
  captured = (await control.ask("wire").catch(() => ({ wire: captured }))).wire;
  await draw();
}

async function draw() {
  drawExample();
  if (!captured) {
    return;
  }

  // The first piece down begins with the response's head; what follows it, and all that goes up, are frames.
  const up = join(captured.pieces.filter(({ isUp }) => isUp));
  let down = join(captured.pieces.filter(({ isUp }) => !isUp));
  const end = captured.dropped === 0 ? headEnd(down) : 0;
  const answer = readHead(new TextDecoder("latin1").decode(down.subarray(0, end)));
  down = down.subarray(end);
  const request = readHead(captured.head);
  find("request").replaceChildren(...headRows(request));
  if (end > 0) {
    find("response").replaceChildren(...headRows(answer));
  }

  await drawAccept(request.fields);
  const frames = captured.dropped === 0 ? inOrder(captured.pieces, end) : [];
  find("frames").replaceChildren(...frames.slice(-FramesShown).reverse().map(({ frame, isUp, at }) => drawFrame(frame, { isUp, at })));
  find("dropped").hidden = captured.dropped === 0;
  find("count").textContent = t("wire.count", { up: up.length, down: down.length });
}

/**
 * Frames of both directions by the time at which they were whole.
 *
 * @param {{ isUp: boolean, at: number, bytes: string }[]} pieces
 * @param {number} head Bytes down that are no frame.
 */
function inOrder(pieces, head) {
  /** @type {{ frame: import("./frames.js").Frame, isUp: boolean, at: number }[]} */
  const all = [];
  for (const isUp of [true, false]) {
    let bytes = new Uint8Array();
    let skip = isUp ? 0 : head;
    for (const piece of pieces.filter((one) => one.isUp === isUp)) {
      const fresh = fromBase64(piece.bytes);
      const kept = fresh.subarray(Math.min(skip, fresh.length));
      skip -= fresh.length - kept.length;
      bytes = concat([bytes, kept]);
      const { frames, rest } = readFrames(bytes);
      all.push(...frames.map((frame) => ({ frame, isUp, at: piece.at })));
      bytes = bytes.slice(bytes.length - rest);
    }
  }

  return all.sort((one, other) => one.at - other.at);
}

/** @param {{ line: string, fields: { name: string, value: string, key: string }[] }} head */
function headRows({ line, fields }) {
  const first = make("li", "line");
  first.append(make("code", "", line));
  return [first, ...fields.map(({ name, value, key }) => {
    const row = make("li", key === "header.other" ? "other" : "");
    row.append(make("code", "", `${name}: ${value}`), make("span", "means", explain(key)));
    return row;
  })];
}

/** @param {{ name: string, value: string }[]} fields */
async function drawAccept(fields) {
  const key = fields.find(({ name }) => name.toLowerCase() === "sec-websocket-key")?.value ?? "";
  const made = await acceptOf(key);
  const steps = made
    ? [["accept.key", key], ["accept.guid", Guid], ["accept.joined", made.joined], ["accept.sha", hex(made.digest)], ["accept.base64", made.accept]]
    : [["accept.key", key], ["accept.guid", Guid], ["accept.cannot", ""]];
  find("accept").replaceChildren(...steps.map(([name, value]) => {
    const row = make("li", "");
    row.append(make("span", "means", t(name)), make("code", "", value));
    return row;
  }));
  const sent = [...find("response").querySelectorAll("code")].map((code) => code.textContent ?? "").find((line) => /^sec-websocket-accept:/i.test(line))?.split(":")[1].trim();
  find("accept-verdict").textContent = made && sent ? t(made.accept === sent ? "accept.same" : "accept.other", { sent }) : "";
}

function drawExample() {
  const masked = mask(Example.payload, Example.key);
  const bytes = concat([Uint8Array.of(0x81, 0x80 | masked.length), Example.key, masked]);
  const frame = readFrame(bytes);
  if (frame) {
    find("example").replaceChildren(drawFrame(frame, { isUp: true }));
  }
}

/** @param {Uint8Array} bytes Where the response's head ends. */
function headEnd(bytes) {
  for (let at = 3; at < bytes.length; at++) {
    if (bytes[at - 3] === 13 && bytes[at - 2] === 10 && bytes[at - 1] === 13 && bytes[at] === 10) {
      return at + 1;
    }
  }

  return 0;
}

/** @param {{ bytes: string }[]} pieces */
function join(pieces) {
  return concat(pieces.map(({ bytes }) => fromBase64(bytes)));
}

/** @param {Uint8Array[]} parts */
function concat(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }

  return whole;
}

/** @param {string} text */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
function say(key, values) {
  find("state").textContent = t(key, values);
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
