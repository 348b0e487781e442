import { call } from "./api.js";
import { element } from "./element.js";
import { t } from "./language.js";
import { bytesOf } from "./units.js";

const Most = "50";

/** The topics that the key may see; nothing is shown where it sees none. @param {HTMLElement} section @param {HTMLElement} body @param {HTMLElement} rest says that there are more */
export async function showTopics(section, body, rest) {
  const { topics, next } = await call("/api/topics", { limit: Most }).catch(() => ({ topics: [], next: null })); // a key need not have that right
  section.hidden = topics.length === 0;
  body.replaceChildren(...topics.map(rowOf));
  rest.hidden = !next;
  rest.textContent = next ? t("topics.more", { shown: Most }) : "";
}

/** @param {any} topic */
function rowOf(topic) {
  const row = element("tr", { role: "row" });
  row.append(
    element("th", { scope: "row", role: "rowheader" }, topic.topic),
    cell("column.subscribers", `${topic.subscribers}`),
    cell("column.position", `${topic.position}`),
    cell("column.history", t("history", { messages: topic.historyMessages, bytes: bytesOf(topic.historyBytes) })));
  return row;
}

/** @param {string} column @param {string} text */
function cell(column, text) {
  return element("td", { role: "cell", class: "number", "data-column": t(column) }, text);
}
