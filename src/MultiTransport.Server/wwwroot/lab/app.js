import { drawSoon } from "/page/draw.js";
import { createBytesChart } from "./charts/bytes.js";
import { createDistributionChart } from "./charts/distribution.js";
import { createLatencyChart } from "./charts/latency.js";
import { createControl } from "./control.js";
import { downloadJson, downloadPicture } from "./download.js";
import { figuresOf } from "./figures.js";
import { createForm } from "./form.js";
import { Lane } from "./lanes.js";
import { format, initLanguages, onLanguage, t, translate } from "./language.js";
import { Track } from "./measures/track.js";
import { Run } from "./run.js";
import { formatSettings, parseSettings } from "./settings.js";
import { createTable } from "./table.js";

const control = createControl();
const form = createForm(/** @type {HTMLFormElement} */ (find("settings")));
const table = createTable(/** @type {HTMLTableSectionElement} */ (find("rows")));
const latency = createLatencyChart(find("chart-latency"));
const distribution = createDistributionChart(find("chart-distribution"));
const bytes = createBytesChart(find("chart-bytes"));
const start = /** @type {HTMLButtonElement} */ (find("start"));
const stop = /** @type {HTMLButtonElement} */ (find("stop"));

let settings = parseSettings(location.hash);
/** @type {{ name: string, [value: string]: string | number }} What the status line says. */
let state = { name: "idle" };
/** @type {Lane[]} */
let lanes = [];
/** @type {Run | undefined} */
let run;

form.write(settings);
find("settings").addEventListener("submit", (event) => {
  event.preventDefault();
  onStart();
});
find("settings").addEventListener("change", onSettings);
stop.addEventListener("click", onStop);
find("link").addEventListener("click", onLink);
find("json").addEventListener("click", () => run && downloadJson(run, settings, figures()));
find("picture").addEventListener("click", () => downloadPicture([latency, distribution, bytes].map((chart, index) => (
  { title: t(`chart.${["latency", "distribution", "bytes"][index]}`), canvas: chart.canvas() })), settings, figures()));
addEventListener("hashchange", onHash);
addEventListener("pagehide", () => lanes.forEach((lane) => lane.close()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawSoon(draw));
onLanguage(draw);
initLanguages();
translate();

async function onStart() {
  const fault = form.fault();
  if (fault) {
    say("fault", { text: fault.text });
    /** @type {HTMLElement | null} */ (document.querySelector(`#settings [name=${fault.field}]`))?.focus();
    return;
  }

  settings = form.read();
  show(true);
  say("opening");
  run = undefined;
  try {
    const { token, clock, session } = await control.open();
    lanes = settings.transports.map((name) => new Lane(name, token, settings.poll, () => drawSoon(draw)));
    draw();
    await Promise.all(lanes.map((lane) => lane.ready));
    const open = lanes.filter((lane) => lane.state === "open");
    if (open.length === 0) {
      say("none");
      return;
    }

    const mine = new Run(control, clock, open, settings);
    run = mine;
    say("running");
    const lost = session.closed.then(({ reason, code }) => Promise.reject(new Error(reason || code)));
    lost.catch(() => {});
    await Promise.race([mine.run(() => drawSoon(draw)), lost]);
    say(state.name === "stopping" ? "stopped" : "done", { elapsed: Math.min(mine.elapsed, settings.seconds) });
  } catch (reason) {
    say("failed", { why: /** @type {Error} */ (reason).message });
  } finally {
    await Promise.all(lanes.map((lane) => lane.close())); // before the control: with that, the server ends them itself, and their farewells would be refused
    control.close();
    show(false);
    draw();
  }
}

async function onStop() {
  say("stopping");
  stop.disabled = true;
  await run?.stop().catch(() => {}); // where the server is gone, the run ends by itself
}

function onSettings() {
  settings = { ...form.read() };
  if (!form.fault()) {
    history.replaceState(null, "", formatSettings(settings));
  }
}

function onHash() {
  if (!start.hidden) {
    settings = parseSettings(location.hash);
    form.write(settings);
  }
}

async function onLink() {
  history.replaceState(null, "", formatSettings(form.read()));
  await navigator.clipboard.writeText(location.href).then(() => say("copied"), () => say("link"));
}

/** @param {boolean} isRunning */
function show(isRunning) {
  form.lock(isRunning);
  start.hidden = isRunning;
  stop.hidden = !isRunning;
  stop.disabled = false;
  (isRunning ? stop : start).focus({ preventScroll: true });
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
function say(name, values = {}) {
  state = { name, ...values };
  tell();
}

function tell() {
  const count = run ? run.subjects.reduce((sum, { down, up }) => sum + down.histogram.count + up.histogram.count, 0).toLocaleString() : "0";
  const text = {
    running: () => t("state.running", { elapsed: Math.min(Math.floor(run?.elapsed ?? 0), settings.seconds), seconds: settings.seconds }),
    stopping: () => t("state.settling"),
    fault: () => `${state.text}`,
    done: () => t("state.done", { count, seconds: format(Number(state.elapsed)) }),
    stopped: () => t("state.stopped", { count, seconds: format(Number(state.elapsed)) }),
    failed: () => t("state.failed", { why: state.why }),
  }[state.name]?.() ?? t(`state.${state.name}`);
  const line = find("state");
  line.dataset.state = state.name;
  line.ariaLive = state.name === "running" ? "off" : "polite"; // a line every second would drown a screen reader
  line.textContent = text;
}

function figures() {
  const subjects = run?.subjects ?? [];
  return lanes.map((lane) => figuresOf(subjects.find((subject) => subject.lane === lane) ?? {
    name: lane.name, lane, down: new Track(), up: new Track(), sent: 0, wire: null, connections: 0,
  }));
}

function draw() {
  tell();
  const all = figures();
  const subjects = run?.subjects ?? [];
  const hasSome = subjects.some(({ down, up }) => down.histogram.count + up.histogram.count > 0);
  table.draw(all);
  latency.draw(subjects, settings.seconds);
  distribution.draw(subjects);
  bytes.draw(all);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".chart-empty"))) {
    part.hidden = hasSome;
  }

  find("uncounted").hidden = !run || run.isCounted;
  find("ways").hidden = settings.direction !== "both";
  find("json").toggleAttribute("disabled", !hasSome);
  find("picture").toggleAttribute("disabled", !hasSome);
  explain(all);
}

/** @param {import("./figures.js").Figures[]} all */
function explain(all) {
  const { offset, error } = run?.clock ?? { offset: NaN, error: NaN };
  const below = all.reduce((sum, { down, up }) => sum + down.below + up.below, 0);
  find("clock").textContent = run ? t("about.clock.known", { offset: format(offset), error: format(error), below }) : t("about.clock.unknown");
  find("late").textContent = t("about.send.text", { late: run ? format(Math.max(run.late.here, run.late.server)) : "–" });
  const [entry] = performance.getEntriesByType("navigation");
  const protocol = /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.nextHopProtocol ?? "";
  find("six").textContent = /^h[23]/.test(protocol) ? t("about.six.h2", { protocol }) : t("about.six.http1");
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
