import { createDetail } from "./detail.js";
import { element } from "./element.js";
import { t } from "./language.js";
import { networkOf, timeOf } from "./units.js";

/**
 * The table of sessions. Rows stay the same elements while they are there: what is focused or opened stays so when the table is refreshed.
 *
 * @param {HTMLTableSectionElement} body
 * @param {(what: { id?: string, user?: string }) => void} onDisconnect
 */
export function createRows(body, onDisconnect) {
  /** @type {Map<string, ReturnType<typeof createRow>>} */
  const rows = new Map();

  return {
    /** @param {any[]} sessions In the order to be shown. */
    show(sessions) {
      const ids = new Set(sessions.map((session) => session.id));
      for (const [id, row] of rows) {
        if (!ids.has(id)) {
          row.remove();
          rows.delete(id);
        }
      }

      /** @type {Element | null} */
      let place = body.firstElementChild;
      for (const session of sessions) {
        const row = rows.get(session.id) ?? createRow(session.id, onDisconnect);
        rows.set(session.id, row);
        row.show(session);
        for (const part of row.elements) {
          if (part === place) {
            place = place.nextElementSibling;
          } else {
            body.insertBefore(part, place);
          }
        }
      }
    },
  };
}

/** @param {string} id @param {(what: { id?: string, user?: string }) => void} onDisconnect */
function createRow(id, onDisconnect) {
  const opener = element("button", { class: "opener", type: "button", "aria-expanded": "false", "aria-controls": `detail-${id}` }, id);
  const transport = cell("column.transport", "transport");
  const why = cell("column.why", "why");
  const user = cell("column.user", "user");
  const network = cell("column.network", "network");
  const age = cell("column.age", "number");
  const queued = cell("column.queued", "number");
  const head = element("th", { scope: "row", role: "rowheader" });
  head.append(opener);
  const row = element("tr", { role: "row", class: "session" });
  row.append(head, transport, why, user, network, age, queued);
  const detail = createDetail(id, onDisconnect);
  opener.addEventListener("click", () => {
    const isOpen = opener.ariaExpanded !== "true";
    opener.ariaExpanded = `${isOpen}`;
    detail.open(isOpen);
  });

  return {
    elements: [row, detail.element],

    /** @param {any} session */
    show(session) {
      row.dataset.phase = session.phase;
      transport.className = session.transport ? `transport of-${session.transport}` : "transport";
      set(transport, "column.transport", session.transport ?? t(`phase.${session.phase}`));
      transport.title = t(`phase.${session.phase}`);
      set(why, "column.why", session.why ?? "–");
      set(user, "column.user", session.user ?? t("anonymous"));
      user.classList.toggle("quiet", session.user === undefined);
      set(network, "column.network", networkOf(session.address));
      set(age, "column.age", timeOf(session.age));
      set(queued, "column.queued", `${session.queuedMessages}`);
      detail.refresh();
    },

    remove() {
      row.remove();
      detail.element.remove();
    },
  };
}

/** @param {string} column @param {string} name */
function cell(column, name) {
  return element("td", { role: "cell", class: name, "data-column": t(column) });
}

/** @param {HTMLElement} cell @param {string} column @param {string} text */
function set(cell, column, text) {
  cell.dataset.column = t(column);
  if (cell.textContent !== text) {
    cell.textContent = text;
  }
}
