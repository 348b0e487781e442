import { format, hasText, t } from "./language.js";

/**
 * The figures in rows: what the charts show, for whoever does not look at charts.
 *
 * @param {HTMLTableSectionElement} body
 */
export function createTable(body) {
  return { draw };

  /** @param {import("./figures.js").Figures[]} figures */
  function draw(figures) {
    body.replaceChildren(...(figures.length > 0 ? figures.flatMap(rowsOf) : [row([cell("td", t("row.none"), { span: 12, kind: "none" })])]));
  }
}

/** @param {import("./figures.js").Figures} figures */
function rowsOf({ transport, state, why, down, up, bytes, requests, connections }) {
  const name = cell("th", transport, { kind: `name of-${transport}` });
  if (state === "failed" && down.count + up.count === 0) {
    return [row([name, cell("td", t("row.failed", { why: hasText(`why.${why}`) ? t(`why.${why}`) : why }), { span: 11, kind: "none" })])];
  }

  const ways = [{ way: "down", ...down }, { way: "up", ...up }].filter(({ way, count }) => count > 0 || (way === "down" && up.count === 0));
  return ways.map(({ way, count, lost, doubled, p50, p90, p99, max }, index) => {
    const latency = [p50, p90, p99, max].map((value) => cell("td", format(value)));
    const faults = cell("td", `${lost + doubled}`, { kind: lost + doubled > 0 ? "bad" : "" });
    const shared = [bytes.up, bytes.down, requests].map((value) => cell("td", format(value), { rows: ways.length }));
    const cells = [cell("td", t(`way.${way}`), { kind: "way" }), cell("td", count.toLocaleString()), faults, ...latency];
    name.rowSpan = ways.length;
    const first = index === 0;
    return row(first ? [name, ...cells, ...shared, cell("td", `${connections}`, { rows: ways.length })] : cells, first);
  });
}

/**
 * @param {HTMLElement[]} cells
 * @param {boolean} [isFirst] of its transport
 */
function row(cells, isFirst = true) {
  const element = document.createElement("tr");
  element.className = isFirst ? "first" : "";
  element.append(...cells);
  return element;
}

/**
 * @param {"td" | "th"} tag
 * @param {string} text
 * @param {{ kind?: string, span?: number, rows?: number }} [options]
 */
function cell(tag, text, { kind = "", span = 1, rows = 1 } = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = kind;
  element.colSpan = span;
  element.rowSpan = rows;
  if (tag === "th") {
    element.scope = "row";
  }

  return element;
}
