import { call, Refused } from "./api.js";
import { element } from "./element.js";
import { t } from "./language.js";
import { bytesOf, timeOf } from "./units.js";

/**
 * All that is known of one session, below its row: asked for when it is opened.
 *
 * @param {string} id
 * @param {(what: { id?: string, user?: string }) => void} onDisconnect
 */
export function createDetail(id, onDisconnect) {
  const row = element("tr", { role: "row", class: "detail", id: `detail-${id}` });
  const cell = element("td", { role: "cell", colspan: "7" });
  row.append(cell);
  row.hidden = true;

  async function load() {
    try {
      draw(await call(`/api/sessions/${id}`));
    } catch (fault) {
      cell.replaceChildren(element("p", { class: "note" }, fault instanceof Refused && fault.status === 404 ? t("detail.gone") : `${fault}`));
    }
  }

  /** @param {any} session */
  function draw(session) {
    const focused = cell.contains(document.activeElement) ? document.activeElement?.className : undefined;
    const parts = element("div", { class: "parts" });
    parts.append(
      list("detail.offered", session.offered, (/** @type {any} */ offer) => [offer.transport, offer.why]),
      list("detail.tries", session.tries, (/** @type {any} */ one) => [one.transport, tryOf(one)]),
      list("detail.reports", session.reports, (/** @type {any} */ told) => [told.transport, t("report.after", { reason: told.reason, age: timeOf(told.age) })]),
      list("detail.wire", Object.entries(session.wire), (/** @type {[string, any]} */ [transport, bytes]) => [
        transport, t("wire.row", { up: bytesOf(bytes.up), down: bytesOf(bytes.down), requests: bytes.requests })]),
      list("detail.subscriptions", session.subscriptions, (/** @type {string} */ topic) => ["", topic]));
    const buttons = element("div", { class: "buttons" });
    buttons.append(button("danger one", t("disconnect"), { id }));
    if (session.user !== undefined) {
      buttons.append(button("danger all", t("disconnect.user", { user: session.user }), { user: session.user }));
    }

    cell.replaceChildren(element("p", { class: "summary" }, summaryOf(session)), parts, buttons);
    if (focused) {
      /** @type {HTMLElement | undefined} */ (cell.getElementsByClassName(focused)[0])?.focus();
    }
  }

  /** @param {string} name @param {string} text @param {{ id?: string, user?: string }} what */
  function button(name, text, what) {
    const made = element("button", { type: "button", class: name }, text);
    made.addEventListener("click", () => onDisconnect(what));
    return made;
  }

  return {
    element: row,

    /** @param {boolean} isOpen */
    open(isOpen) {
      row.hidden = !isOpen;
      this.refresh();
    },

    refresh() {
      if (!row.hidden) {
        load();
      }
    },
  };
}

/** @param {any} session */
function summaryOf(session) {
  return [
    t("detail.opened", { address: session.address ?? "?", endpoint: session.endpoint, age: timeOf(session.age) }),
    t(session.sdk ? "detail.client" : "detail.native"),
    session.detachedFor === undefined ? "" : t("detail.away", { time: timeOf(session.detachedFor) }),
    session.expires === undefined ? "" : t("detail.expires", { time: new Date(session.expires).toLocaleString(document.documentElement.lang) }),
    t("detail.queued", { messages: session.queuedMessages, bytes: session.queuedBytes }),
  ].filter(Boolean).join(" ");
}

/** @param {any} one */
function tryOf(one) {
  const times = { began: timeOf(one.began), lasted: timeOf(one.lasted), ended: one.ended ?? "" };
  return [
    one.ended === undefined ? t("try.now", times) : t("try.ended", times),
    t(one.carried ? "try.carried" : "try.proven"),
    one.attachments > 1 ? t("try.many", { count: one.attachments }) : "",
  ].filter(Boolean).join("; ");
}

/**
 * @param {string} title
 * @param {any[]} items
 * @param {(item: any) => string[]} textOf A transport, or nothing, and a text.
 */
function list(title, items, textOf) {
  const part = element("section");
  const entries = element("ol");
  entries.append(...items.map((item) => {
    const [transport, text] = textOf(item);
    const entry = element("li");
    if (transport) {
      entry.append(element("b", { class: `of-${transport}` }, transport), " ");
    }

    entry.append(text);
    return entry;
  }));
  part.append(element("h3", {}, t(title)), items.length ? entries : element("p", { class: "note" }, t("detail.nothing")));
  return part;
}
