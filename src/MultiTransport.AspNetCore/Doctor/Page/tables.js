import { element, table } from "./elements.js";

/**
 * The transports, best first.
 *
 * @param {any} diagnosis
 */
export function ladderTable(diagnosis) {
  const rows = diagnosis.ladder.map((/** @type {any} */ rung) => {
    const word = rung.works === undefined ? "not tried" : rung.works ? "works" : "fails";
    const state = element("b", { class: word.replace(" ", "-") }, rung.name === diagnosis.transport ? "used" : word);
    return [rung.name, state, rung.why];
  });
  return [element("h3", {}, "Transports, best first"), table("How each transport fares", ["transport", "", "because"], rows)];
}

/**
 * Sizes, methods, caches.
 *
 * @param {any} observations
 */
export function limitsTable({ tries = [], repeats = [] }) {
  const rows = [
    ...tries.map((/** @type {any} */ each) => [each.what === "method" ? each.method : `${each.what} of ${size(each)}`, verdict(each), each.status ? `${each.status}` : each.fault ?? ""]),
    ...repeats.map(({ together, noStore, serials, at }) => [
      `one URL twice, ${together ? "at once" : "in a row"}${noStore ? "" : ", may be stored"}`,
      mark(new Set(serials).size === serials.length, "two answers", "one answer for both"),
      at.map((/** @type {number} */ time) => `${Math.round(time)} ms`).join(", "),
    ]),
  ];
  return [element("h3", {}, "Sizes, methods, caches"), table("What passes", ["what", "", "answer"], rows)];
}

/**
 * The request head as it arrived, with what only intermediaries add marked.
 *
 * @param {any} head
 * @param {string[]} telling
 */
export function headTable(head, telling) {
  if (!head) {
    return [element("h3", {}, "The request as it arrived"), element("p", { class: "note" }, "It did not reach this server.")];
  }

  const rows = head.headers.map((/** @type {any} */ header) => [
    header.name,
    header.value ?? element("i", {}, `${header.length} characters, not shown`),
    telling.includes(header.name) ? element("b", { class: "telling" }, "added or changed") : "",
  ]);
  return [
    element("h3", {}, "The request as it arrived"),
    element("p", { class: "note" }, `${head.method} over ${head.protocol}. Values that may tell who somebody is are not shown.`),
    table("Headers that the server got", ["header", "value", ""], rows),
  ];
}

/** @param {any} each */
function size(each) {
  return each.what === "body" ? `${Math.round(each.size / 1024)} KiB` : `${each.size.toLocaleString("en")} characters`;
}

/** @param {any} each */
function verdict({ ours, skipped }) {
  return skipped ? element("b", { class: "not-tried" }, "skipped") : mark(ours, "passes", "refused");
}

/**
 * @param {boolean} good
 * @param {string} yes
 * @param {string} no
 */
function mark(good, yes, no) {
  return element("b", { class: good ? "works" : "fails" }, good ? yes : no);
}
