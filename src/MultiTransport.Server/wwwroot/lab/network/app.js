import { drawSoon } from "/page/draw.js";
import { createControl } from "../control.js";
import { initLanguages, onLanguage, t, translate } from "../language.js";
import { createLatencyChart } from "./chart.js";
import { formatConditions, networkOf, parseConditions, presetOf } from "./conditions.js";
import { drawCounts, drawFacts, drawLines } from "./figures.js";
import { createForm } from "./form.js";
import { createPicture } from "./picture.js";
import { Trial } from "./trial.js";
import { headline, since } from "./words.js";

const DrawEvery = 250; // ms
const OfflineFor = 10; // s

const control = createControl();
const form = createForm(/** @type {HTMLFormElement} */ (find("conditions")), onConditions);
const picture = createPicture(find("picture"));
const latency = createLatencyChart(find("latency"));
/** @type {Trial | undefined} */
let trial;
let isRunning = false;
/** @type {{ key: string, values: Record<string, string | number> }} What the status line says. */
let state = { key: "network.state.idle", values: {} };

form.write(parseConditions(location.hash));
find("start").addEventListener("click", start);
find("stop").addEventListener("click", stop);
find("cut").addEventListener("click", () => act("cut", {}, "cut"));
find("offline").addEventListener("click", onOffline);
find("online").addEventListener("click", onOnline);
find("link").addEventListener("click", onLink);
addEventListener("hashchange", () => {
  form.write(parseConditions(location.hash));
  onConditions();
});
addEventListener("pagehide", () => trial?.close());
addEventListener("resize", () => drawSoon(draw));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawSoon(draw));
onLanguage(draw);
initLanguages();
translate();
setInterval(() => isRunning && drawSoon(draw), DrawEvery);

async function start() {
  const fault = form.fault();
  if (fault) {
    return say("network.fault", { fault });
  }

  show(true);
  say("network.state.opening");
  try {
    const { token, clock, session } = await control.open();
    const conditions = form.read();
    await control.ask("network", { network: networkOf(conditions) });
    const mine = new Trial(control, token, clock);
    trial = mine;
    mine.traffic.rate = conditions.rate;
    mine.journal.changed("network", { preset: presetOf(conditions) });
    say("network.state.running");
    const { reason, code } = await Promise.race([mine.closed, session.closed]);
    if (trial === mine && isRunning) {
      say("state.failed", { why: reason || code });
    }
  } catch (reason) {
    say("state.failed", { why: /** @type {Error} */ (reason).message });
  } finally {
    await end();
  }
}

async function stop() {
  say("network.state.stopped");
  await end();
}

async function end() {
  if (isRunning) {
    show(false);
    await trial?.close();
    control.close();
    draw();
  }
}

async function onConditions() {
  const conditions = form.read();
  history.replaceState(null, "", formatConditions(conditions));
  draw();
  if (isRunning && trial) {
    await trial.apply(conditions).then(() => say("network.state.running"), (reason) => say("state.failed", { why: reason.message }));
  }
}

/** It is away for some seconds; whoever asks meanwhile does not make it longer. */
async function onOffline() {
  if (trial && trial.away === 0) {
    await act("offline", { seconds: OfflineFor }, "offline", { seconds: OfflineFor });
  }
}

/**
 * @param {string} what
 * @param {object} fields
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
async function act(what, fields, key, values) {
  trial?.journal.changed(key, values);
  await trial?.ask(what, fields).catch((reason) => say("state.failed", { why: reason.message }));
  draw();
}

/** What a browser does when it joins another network: it says so, and the client tries everything anew. */
function onOnline() {
  trial?.journal.changed("online");
  dispatchEvent(new Event("online"));
}

async function onLink() {
  history.replaceState(null, "", formatConditions(form.read()));
  await navigator.clipboard.writeText(location.href).then(() => say("state.copied"), () => say("state.link"));
}

/** @param {boolean} running */
function show(running) {
  isRunning = running;
  find("start").hidden = running;
  find("stop").hidden = !running;
  for (const id of ["cut", "offline", "online"]) {
    find(id).toggleAttribute("disabled", !running);
  }

  find(running ? "stop" : "start").focus({ preventScroll: true });
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
function say(key, values = {}) {
  state = { key, values };
  draw();
}

function draw() {
  const fault = form.fault();
  tell("state", fault ?? t(state.key, state.values));
  find("state").dataset.state = fault || /fault|failed/.test(state.key) ? "fault" : isRunning ? "running" : "";
  const seconds = matchMedia("(max-width: 40rem)").matches ? 30 : 60;
  const to = Math.max(seconds, trial?.journal.now ?? 0);
  const window = { from: to - seconds, to };
  picture.draw(trial?.journal, window);
  latency.draw(trial, window);
  tell("now", trial ? headline(trial.journal) : t("network.now.none"));
  const back = trial?.away ?? 0;
  tell("since", !trial ? "" : back > 0 ? t("said.back", { seconds: back }) : since(trial.journal));
  tell("offline", t(back > 0 ? "network.back" : "network.offline", { seconds: back || OfflineFor }));
  find("offline").setAttribute("aria-disabled", `${back > 0}`);
  drawLines(find("lines"), trial?.journal);
  drawCounts(find("counts"), find("verdict"), trial?.traffic);
  drawFacts(find, trial);
}

/**
 * A screen reader says what is other than before, and no more.
 *
 * @param {string} id
 * @param {string} text
 */
function tell(id, text) {
  const place = find(id);
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
