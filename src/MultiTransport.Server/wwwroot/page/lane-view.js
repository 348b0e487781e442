import { createChart } from "./chart.js";
import { drawSoon } from "./draw.js";
import { digits, median } from "./echoes.js";
import { findParts } from "./parts.js";

const LinesShown = 50;

/**
 * @typedef {{ text: string, aside: string, kind: "received" | "failed" }} Line
 *
 * @typedef {object} LaneModel
 * @property {import("./types.js").State} state
 * @property {string} reason
 * @property {number} sent
 * @property {number} received
 * @property {number} requests
 * @property {number[]} times
 */

/**
 * What a lane looks like. All text from outside becomes text nodes, never markup.
 *
 * @param {import("./types.js").Transport} transport
 * @param {HTMLTemplateElement} template
 * @param {{ onAgain: () => void }} actions
 */
export function createLaneView(transport, template, { onAgain }) {
  const element = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  const parts = findParts(element);
  const chart = createChart(/** @type {SVGSVGElement} */ (element.querySelector("svg")));
  /** @type {Line[]} */
  let fresh = [];

  element.id = transport.name;
  element.setAttribute("aria-label", transport.name);
  parts.name.textContent = transport.name;
  parts.api.textContent = transport.api;
  parts.way.textContent = transport.way;
  parts.send.setAttribute("aria-label", `Send on ${transport.name} only`);
  parts.again.setAttribute("aria-label", `Connect ${transport.name} again`);
  parts.messages.setAttribute("aria-label", `Received on ${transport.name}, newest first`);
  parts.again.addEventListener("click", onAgain);

  return { element, sendButton: parts.send, add, draw };

  /** @param {Line} line */
  function add(line) {
    fresh = [...fresh, line].slice(-LinesShown);
    drawSoon(drawLines);
  }

  /** @param {LaneModel} model */
  function draw({ state, reason, sent, received, requests, times }) {
    element.dataset.state = state;
    parts.state.textContent = state;
    parts.reason.textContent = reason;
    parts.again.hidden = state !== "closed";
    parts.send.hidden = state === "closed";
    parts.last.textContent = digits(times.at(-1));
    parts.median.textContent = digits(median(times));
    parts.sent.textContent = sent.toLocaleString("en");
    parts.received.textContent = received.toLocaleString("en");
    parts.requests.textContent = requests.toLocaleString("en");
    chart.draw(times);
  }

  function drawLines() {
    parts.list.prepend(...fresh.map(createLine).reverse());
    fresh = [];
    while (parts.list.children.length > LinesShown) {
      parts.list.lastElementChild?.remove();
    }
  }
}

/** @param {Line} line */
function createLine({ text, aside, kind }) {
  const line = document.createElement("li");
  line.className = kind;
  const what = document.createElement("span");
  what.textContent = text;
  const beside = document.createElement("span");
  beside.className = "aside";
  beside.textContent = aside;
  line.append(what, beside);
  return line;
}
