import { askForKey, call, hasKey, Refused, useKey } from "./api.js";
import { initLanguages, onLanguage, t, translate } from "./language.js";
import { createRows } from "./rows.js";
import { createSure } from "./sure.js";
import { showTopics } from "./topics.js";
import { networkOf } from "./units.js";

const Every = 5000;
const Page = "200";

/** @type {Record<string, (one: any, other: any) => number>} */
const Orders = {
  newest: (one, other) => one.age - other.age,
  oldest: (one, other) => other.age - one.age,
  queued: (one, other) => other.queuedMessages - one.queuedMessages,
};

const door = /** @type {HTMLFormElement} */ (find("door"));
const filter = /** @type {HTMLFormElement} */ (find("filter"));
const more = /** @type {HTMLButtonElement} */ (find("more"));
const sure = createSure(/** @type {HTMLDialogElement} */ (find("sure")));
const rows = createRows(/** @type {HTMLTableSectionElement} */ (find("rows")), onDisconnect);

/** @type {{ count: number, sessions: any[], next?: string }} */
let shown = { count: 0, sessions: [] };
/** @type {{ name: string, [value: string]: string | number }} What the status line says. */
let state = { name: "loading" };
let pages = 1;
let isAsking = false;

door.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = /** @type {HTMLInputElement} */ (find("key")).value.trim();
  if (!/^[!-~]+$/.test(given)) {
    return openDoor(t("key.malformed"));
  }

  useKey(given);
  refresh();
});
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  refresh();
});
filter.addEventListener("input", (event) => {
  const { name } = /** @type {HTMLInputElement} */ (event.target);
  pages = 1;
  name === "search" || name === "order" ? draw() : refresh();
});
find("forget").addEventListener("click", () => {
  useKey("");
  openDoor("");
});
more.addEventListener("click", () => {
  pages += 1;
  refresh();
});
onLanguage(draw);
initLanguages();
translate();
setInterval(() => isLive() && refresh(), Every);
if (hasKey() || await askForKey()) {
  refresh();
} else {
  openDoor("");
}

function isLive() {
  return filter.live.checked && !find("inside").hidden && !document.hidden;
}

/** @param {string} fault */
function openDoor(fault) {
  door.hidden = false;
  find("inside").hidden = true;
  find("key-fault").textContent = fault;
  find("key").focus();
}

async function refresh() {
  if (isAsking) {
    return;
  }

  isAsking = true;
  try {
    shown = await ask();
    door.hidden = true;
    find("inside").hidden = false;
    if (state.name !== "disconnected") {
      state = { name: "shown" };
    }

    showTopics(find("topics"), find("topic-rows"), find("topics-more"));
  } catch (fault) {
    if (fault instanceof Refused && (fault.status === 401 || fault.status === 403)) {
      useKey("");
      openDoor(fault.message);
      return;
    }

    state = { name: "failed", why: `${fault instanceof Error ? fault.message : fault}` };
  } finally {
    isAsking = false;
  }

  draw();
}

/** As many pages as are shown. */
async function ask() {
  const query = { user: filter.user.value.trim(), transport: filter.transport.value, limit: Page };
  /** @type {any[]} */
  const sessions = [];
  let answer = { count: 0, next: "" };
  for (let page = 0; page < pages && (page === 0 || answer.next); page++) {
    const next = await call("/api/sessions", { ...query, after: answer.next });
    sessions.push(...next.sessions);
    answer = next;
  }

  return { count: answer.count, sessions, next: answer.next };
}

function draw() {
  const search = filter.search.value.trim().toLowerCase();
  const fitting = shown.sessions
    .filter((session) => [session.id, session.user ?? "", session.address ?? "", networkOf(session.address)].some((text) => text.toLowerCase().includes(search)))
    .sort(Orders[filter.order.value]);
  rows.show(fitting);
  find("none").hidden = fitting.length > 0;
  more.hidden = !shown.next;
  find("state").textContent = t(`state.${state.name}`, { shown: fitting.length, count: shown.count, ...state });
  find("state").dataset.state = state.name;
}

/** @param {{ id?: string, user?: string }} what */
async function onDisconnect({ id, user }) {
  const reason = await sure.ask(id ? t("sure.session", { id }) : t("sure.user", { user: user ?? "" }));
  if (reason === undefined) {
    return;
  }

  try {
    const answer = await call(id ? `/api/sessions/${id}` : `/api/users/${encodeURIComponent(user ?? "")}/sessions`, { reason }, "DELETE");
    state = { name: "disconnected", count: answer.disconnected };
  } catch (fault) {
    state = { name: "failed", why: `${fault instanceof Error ? fault.message : fault}` };
  }

  await refresh();
  state = state.name === "disconnected" ? { name: "shown" } : state; // said once: the next look says how many there are
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
