import { connect } from "/echo/client.js";
import { drawSoon } from "./draw.js";
import { digits } from "./echoes.js";
import { createLane } from "./lane.js";
import { createSessionPanel } from "./session.js";
import { longpoll } from "./transports/longpoll.js";
import { shortpoll } from "./transports/shortpoll.js";
import { sse } from "./transports/sse.js";
import { stream } from "./transports/stream.js";
import { websocket } from "./transports/websocket.js";

const url = new URL("/echo", location.href).href;
const composer = /** @type {HTMLFormElement} */ (find("composer"));
const text = /** @type {HTMLInputElement} */ (find("text"));
const repeat = /** @type {HTMLInputElement} */ (find("repeat"));
const outcome = find("outcome");
const template = /** @type {HTMLTemplateElement} */ (find("lane"));
/** @type {Round | undefined} */
let newest;

const lanes = [websocket, sse, stream, longpoll, shortpoll].map((transport) => createLane(transport, url, template));
const client = createSessionPanel(connect, url, find("session"), /** @type {HTMLTemplateElement} */ (find("way")));
const all = [client, ...lanes];
find("lanes").append(...lanes.map((lane) => lane.element));
for (const place of document.querySelectorAll("[data-url]")) {
  place.textContent = url;
}

for (const lane of lanes) {
  lane.sendButton.addEventListener("click", () => composer.reportValidity() && sendOn([lane], text.value));
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  sendOn(all, text.value);
});
repeat.addEventListener("change", onRepeat);
beTheOnlyTab().then(() => all.forEach((lane) => lane.connect()));

/** The one timer of the page: a message every second while the switch is on. */
function onRepeat() {
  outcome.ariaLive = repeat.checked ? "off" : "polite"; // a line every second would drown a screen reader
  let count = 0;
  const send = () => sendOn(all, `${text.value} ${++count}`);
  const timer = repeat.checked ? setInterval(send, 1_000) : 0;
  repeat.addEventListener("change", () => clearInterval(timer), { once: true });
}

/**
 * @param {Pick<import("./lane.js").Lane, "name" | "isClosed" | "send">[]} some
 * @param {string} message
 */
function sendOn(some, message) {
  const asked = some.filter((lane) => !lane.isClosed);
  /** @type {Round} */
  const round = { message, asked: asked.length, back: [], without: [] };
  for (const lane of asked) {
    lane.send(message).then(
      (took) => {
        round.back.push({ name: lane.name, took });
        drawSoon(showOutcome);
      },
      () => {
        round.without.push(lane.name);
        drawSoon(showOutcome);
      },
    );
  }

  newest = round;
  drawSoon(showOutcome);
}

function showOutcome() {
  outcome.textContent = newest ? describe(newest) : "";
}

/**
 * One message and how it fared.
 *
 * @typedef {object} Round
 * @property {string} message
 * @property {number} asked
 * @property {{ name: string, took: number }[]} back In the order in which the echoes came.
 * @property {string[]} without
 *
 * @param {Round} round
 */
function describe({ message, asked, back, without }) {
  if (asked === 0) {
    return "Nothing is connected.";
  }

  const shown = message.length > 40 ? `${message.slice(0, 40)}…` : message;
  const [first] = back;
  const last = back.at(-1);
  const none = without.length > 0 ? ` No echo on ${without.join(", ")}.` : "";
  if (!first || !last) {
    return without.length === asked ? `“${shown}” did not come back.` : `“${shown}” is on its way.${none}`;
  }

  const where = asked === 1 ? "" : ` on ${back.length} of ${asked}`;
  const times = first === last ? nameAndTime(first) : `first ${nameAndTime(first)}; last ${nameAndTime(last)}`;
  return `“${shown}” came back${where}: ${times}.${none}`;
}

/** @param {{ name: string, took: number }} echo */
function nameAndTime({ name, took }) {
  return `${name}, ${digits(took)} ms`;
}

/**
 * Over HTTP/1.1 a browser opens six connections to a host, for all its tabs together, and one such page holds three to five.
 * So the newest tab takes over from the one before.
 */
async function beTheOnlyTab() {
  if (!navigator.locks) {
    return; // only there on https and on the own machine
  }

  await new Promise((resolve) => {
    navigator.locks
      .request("multitransport-page", { steal: true }, () => {
        resolve(undefined);
        return new Promise(() => {});
      })
      .catch(() => all.forEach((lane) => lane.close("another tab took over")));
  });
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
