import { t } from "../language.js";
import { placeMarks } from "./marks.js";

const Rungs = ["websocket", "sse", "stream", "longpoll", "shortpoll"];
const Row = 38;
const Top = 42;
const Bottom = 26;
const Crossed = 8; // what a cross takes
export const Left = 84;
export const Right = 24;

/**
 * The ladder over time: a rung is a lane, a broad bar is when it carried, a slim one is an attempt, and a cross says that it failed.
 *
 * @param {HTMLElement} place
 */
export function createPicture(place) {
  const svg = element("svg", {});
  place.append(svg);
  return { draw };

  /**
   * @param {import("./journal.js").Journal | undefined} journal
   * @param {{ from: number, to: number }} window seconds
   */
  function draw(journal, { from, to }) {
    const width = Math.max(240, place.clientWidth);
    const height = Top + Rungs.length * Row + Bottom;
    const x = (/** @type {number} */ at) => Left + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (width - Left - Right);
    const isShown = (/** @type {{ from: number, to: number | null }} */ one) => (one.to ?? Infinity) >= from && one.from <= to;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", `${width}`);
    svg.setAttribute("height", `${height}`);
    const now = journal?.now ?? 0;
    const tried = apart((journal?.attempts ?? []).filter((one) => Rungs.includes(one.rung) && one.at >= from), x);
    svg.replaceChildren(
      ...Rungs.flatMap((rung, index) => lane(rung, index, width)),
      ...ticks(from, to).flatMap((at) => tick(at, x(at), height)),
      ...(journal?.gaps ?? []).filter(isShown).map((gap) => band(x(gap.from), x(gap.to ?? now), height)),
      ...placeMarks((journal?.changes ?? []).filter(({ at }) => at >= from && at <= to), x, width - Right).flatMap((one) => mark(one, height)),
      ...tried.filter(({ wasCarrying }) => !wasCarrying).map((one) => attempted(one, x(one.from), x(one.at))),
      ...(journal?.carriers ?? []).filter(isShown).map((one) => carried(one, x(one.from), x(one.to ?? now))),
      ...tried.filter(({ verdict }) => verdict === "failed").flatMap((one) => failed(one, x(one.at))),
    );
  }
}

/**
 * Of attempts that would lie on one another, the first.
 *
 * @param {import("./journal.js").Attempt[]} attempts
 * @param {(at: number) => number} x
 */
function apart(attempts, x) {
  /** @type {Record<string, number>} */
  const last = {};
  return attempts.filter(({ rung, from, at, wasCarrying }) => {
    const isApart = !(x(wasCarrying ? at : from) - last[rung] < Crossed);
    last[rung] = isApart ? x(at) : last[rung];
    return isApart;
  });
}

/**
 * @param {string} rung
 * @param {number} index
 * @param {number} width
 */
function lane(rung, index, width) {
  const y = Top + index * Row;
  const line = element("line", { x1: Left, x2: width - Right, y1: y + Row / 2, y2: y + Row / 2, class: "rail" });
  return [line, element("text", { x: 0, y: y + Row / 2 + 4, class: `rung of-${rung}` }, rung)];
}

/**
 * @param {import("./journal.js").Carrier} carrier
 * @param {number} from
 * @param {number} to
 */
function carried({ rung }, from, to) {
  return element("rect", { x: from, y: middle(rung) - 9, width: Math.max(2, to - from), height: 18, rx: 4, class: `carried of-${rung}` });
}

/**
 * An attempt. Where it is one's own bar that follows, that lies on its end.
 *
 * @param {import("./journal.js").Attempt} attempt
 * @param {number} from
 * @param {number} to
 */
function attempted({ rung, verdict }, from, to) {
  return element("rect", { x: from, y: middle(rung) - 3, width: Math.max(2, to - from), height: 6, rx: 3, class: `attempt ${verdict} of-${rung}` });
}

/**
 * The end of what failed, whether it had only been tried or had carried.
 *
 * @param {import("./journal.js").Attempt} attempt
 * @param {number} x
 */
function failed({ rung }, x) {
  const y = middle(rung);
  const cross = `M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}`;
  return [element("path", { d: cross, class: "cross-back" }), element("path", { d: cross, class: "cross" })];
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} height
 */
function band(from, to, height) {
  return element("rect", { x: from, y: Top, width: Math.max(2, to - from), height: height - Top - Bottom, class: "gap" });
}

/**
 * Something was done to the network.
 *
 * @param {{ x: number, text: string, row: number, isEnd: boolean }} mark
 * @param {number} height
 */
function mark({ x, text, row, isEnd }, height) {
  return [
    element("line", { x1: x, x2: x, y1: row * 18 + 2, y2: height - Bottom, class: "change" }),
    element("text", { x: isEnd ? x - 5 : x + 5, y: row * 18 + 13, "text-anchor": isEnd ? "end" : "start", class: "change-name" }, text),
  ];
}

/**
 * @param {number} at
 * @param {number} x
 * @param {number} height
 */
function tick(at, x, height) {
  return [
    element("line", { x1: x, x2: x, y1: height - Bottom, y2: height - Bottom + 5, class: "rail" }),
    element("text", { x, y: height - 6, "text-anchor": "middle", class: "second" }, at === 0 ? t("axis.seconds") : `${at}`),
  ];
}

/**
 * @param {number} from
 * @param {number} to
 */
function ticks(from, to) {
  return Array.from({ length: Math.floor(to / 10) - Math.ceil(from / 10) + 1 }, (_, index) => (Math.ceil(from / 10) + index) * 10);
}

/** @param {string} rung */
function middle(rung) {
  return Top + Rungs.indexOf(rung) * Row + Row / 2;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function element(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, `${value}`);
  }

  if (text !== undefined) {
    made.textContent = text;
  }

  return made;
}
