import { drawSoon } from "./draw.js";
import { digits, median } from "./echoes.js";
import { findParts } from "./parts.js";

const LinesShown = 100;
const Ways = ["websocket", "sse", "stream", "longpoll", "shortpoll"];

/**
 * @typedef {"good" | "tried" | "failed" | "chosen"} Kind
 *
 * @typedef {object} SessionModel
 * @property {string} state
 * @property {string} reason
 * @property {string | null} transport
 * @property {number} sent
 * @property {number} received
 * @property {number} switches
 * @property {number[]} times
 * @property {Map<string, string>} notes
 */

/**
 * What the client's panel looks like. All text from outside becomes text nodes, never markup.
 *
 * @param {HTMLElement} element
 * @param {HTMLTemplateElement} wayTemplate
 * @param {{ onAgain: () => void, onWay: (way: string | null) => void }} actions
 */
export function createSessionView(element, wayTemplate, { onAgain, onWay }) {
  const parts = findParts(element);
  const best = createWay(wayTemplate, "best", () => onWay(null));
  const ways = Ways.map((name) => createWay(wayTemplate, name, () => onWay(name)));
  /** @type {HTMLElement[]} */
  let fresh = [];

  best.note.textContent = "whatever works best";
  parts.ways.append(best.element, ...ways.map((way) => way.element));
  parts.again.addEventListener("click", onAgain);

  return { tell, draw, free };

  /** The choice of a session that was just opened. */
  function free() {
    best.input.checked = true;
  }

  /**
   * A line of the story, the newest on top.
   *
   * @param {Kind} kind
   * @param {string} what
   * @param {string} detail
   */
  function tell(kind, what, detail) {
    fresh = [...fresh, createLine(kind, what, detail)].slice(-LinesShown);
    drawSoon(drawStory);
  }

  /** @param {SessionModel} model */
  function draw({ state, reason, transport, sent, received, switches, times, notes }) {
    element.dataset.state = state;
    parts.state.textContent = state === "open" && transport ? `on ${transport}` : state;
    parts.reason.textContent = reason;
    parts.actions.hidden = state !== "closed";
    parts.last.textContent = digits(times.at(-1));
    parts.median.textContent = digits(median(times));
    parts.sent.textContent = sent.toLocaleString("en");
    parts.received.textContent = received.toLocaleString("en");
    parts.switches.textContent = switches.toLocaleString("en");
    for (const way of ways) {
      const isUsed = way.name === transport && state === "open";
      way.element.classList.toggle("used", isUsed);
      way.note.textContent = isUsed ? "in use" : (notes.get(way.name) ?? "not tried");
    }
  }

  function drawStory() {
    parts.story.prepend(...fresh.reverse());
    fresh = [];
    while (parts.story.children.length > LinesShown) {
      parts.story.lastElementChild?.remove();
    }
  }
}

/**
 * @param {HTMLTemplateElement} template
 * @param {string} name
 * @param {() => void} onChosen
 */
function createWay(template, name, onChosen) {
  const element = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  const { name: label, note, input } = findParts(element);
  const radio = /** @type {HTMLInputElement} */ (input);
  label.textContent = name;
  radio.value = name;
  radio.addEventListener("change", onChosen);
  return { name, element, note, input: radio };
}

/**
 * @param {Kind} kind
 * @param {string} what
 * @param {string} detail
 */
function createLine(kind, what, detail) {
  const line = document.createElement("li");
  line.className = kind;
  const time = document.createElement("time");
  const now = new Date();
  time.dateTime = now.toISOString();
  time.textContent = `${now.toTimeString().slice(0, 8)}.${String(now.getMilliseconds()).padStart(3, "0")}`;
  const text = document.createElement("span");
  text.textContent = what;
  const aside = document.createElement("span");
  aside.className = "aside";
  aside.textContent = detail;
  line.append(time, text, aside);
  return line;
}
