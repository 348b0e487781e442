import { copyText } from "./copy.js";
import { element } from "./elements.js";

/** @type {Record<string, string>} */
const Whose = { Server: "For whoever runs the server", Visitor: "For whoever runs this network or machine", Unknown: "Whose it is cannot be told" };

/**
 * What stands in the way, with what to change.
 *
 * @param {any} diagnosis
 */
export function findings(diagnosis) {
  return [
    ...diagnosis.culprits.map((/** @type {any} */ culprit) => finding(culprit, diagnosis.sentence.startsWith(culprit.sentence))),
    ...list("Where it is", diagnosis.whereabouts),
    ...list("What remains unknown", diagnosis.unknown),
    ...list("Good to know", diagnosis.notes),
    ...list("Seen on the way", diagnosis.products),
  ];
}

/**
 * @param {any} culprit
 * @param {boolean} isSaid Whether the sentence at the top says it already.
 */
function finding(culprit, isSaid) {
  return element(
    "section",
    { class: culprit.impairs ? "finding" : "finding mild" },
    element("h2", {}, isSaid ? Whose[culprit.side] : culprit.sentence),
    ...(isSaid ? [] : [element("p", { class: "facts" }, chip(culprit.confidence.toLowerCase()), chip(Whose[culprit.side]))]),
    ...culprit.remedies.map(remedy),
    element("h3", {}, "What proves it"),
    element("ul", {}, ...culprit.evidence.map((/** @type {string} */ line) => element("li", {}, line))),
  );
}

/** @param {any} remedy */
function remedy({ title, file, lines, note }) {
  const button = element("button", { type: "button" }, "Copy lines");
  const done = element("span", { class: "done", role: "status" });
  button.addEventListener("click", async () => {
    done.textContent = (await copyText(lines)) ? "Copied." : "This browser does not let pages copy: select the lines.";
  });
  return element(
    "figure",
    { class: "remedy" },
    element("figcaption", {}, element("b", {}, title), element("span", { class: "file" }, file)),
    element("pre", { tabindex: "0" }, element("code", {}, lines)),
    element("p", { class: "buttons" }, button, done),
    ...(note ? [element("p", { class: "note" }, note)] : []),
  );
}

/**
 * @param {string} title
 * @param {string[]} lines
 */
function list(title, lines) {
  return lines.length === 0 ? [] : [element("section", { class: "list" }, element("h2", {}, title), element("ul", {}, ...lines.map((line) => element("li", {}, line))))];
}

/** @param {string} text */
function chip(text) {
  return element("span", { class: "chip" }, text);
}
