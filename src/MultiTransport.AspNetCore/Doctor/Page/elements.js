const Svg = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} content
 */
export function element(name, attributes = {}, ...content) {
  return fill(document.createElement(name), attributes, content);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} content
 */
export function shape(name, attributes = {}, ...content) {
  return fill(document.createElementNS(Svg, name), attributes, content);
}

/** @param {string} id */
export function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * A table with its caption, of cells that are text or nodes.
 *
 * @param {string} caption
 * @param {string[]} heads
 * @param {(string | Node)[][]} rows
 */
export function table(caption, heads, rows) {
  return element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows.map(([first, ...rest]) => element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", {}, cell))))),
  );
}

/**
 * @template {Element} E
 * @param {E} target
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} content
 */
function fill(target, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) {
    target.setAttribute(name, `${value}`);
  }

  target.append(...content);
  return target;
}
