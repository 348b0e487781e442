import { concludeAlone } from "./alone.js";
import { copyText } from "./copy.js";
import { element, find } from "./elements.js";
import { findings } from "./findings.js";
import { probeSilence } from "./idle.js";
import { ask, unique } from "./line.js";
import { run } from "./run.js";
import { readJson } from "./short.js";
import { socketChart } from "./socket-chart.js";
import { hideSteps, resetSteps, tellStep } from "./steps.js";
import { stripChart } from "./strip-chart.js";
import { headTable, ladderTable, limitsTable } from "./tables.js";

const base = new URL("./", location.href).href;
const verdict = find("verdict");
const again = /** @type {HTMLButtonElement} */ (find("again"));
/** @type {any} */
let observations;
/** @type {any} */
let diagnosis;
/** @type {any} */
let plan;

find("address").textContent = location.host;
again.addEventListener("click", examine);
find("copy").addEventListener("click", async () => {
  find("copied").textContent = (await copyText(diagnosis.report)) ? "Copied as Markdown." : "This browser does not let pages copy. Download the JSON.";
});
find("download").addEventListener("click", download);
examine();

async function examine() {
  verdict.dataset.health = "running";
  find("sentence").textContent = "Measuring: this takes about three seconds.";
  find("facts").replaceChildren();
  find("findings").replaceChildren();
  find("advice").replaceChildren();
  find("copied").textContent = "";
  for (const id of ["buttons", "evidence", "idle"]) {
    find(id).hidden = true;
  }

  resetSteps();
  ({ observations, plan } = await run(base, tellStep));
  await conclude();
}

/** Asks the server what it makes of it, and shows that. */
async function conclude() {
  const { response, fault, signal } = await ask(unique(base, "conclude"), { method: "POST", body: JSON.stringify(observations), patience: 4_000 });
  const answer = response && (await readJson(response, signal));
  diagnosis = answer?.health ? answer : concludeAlone(observations, fault ?? answer?.detail ?? `${response?.status} and no diagnosis`);
  hideSteps();
  show();
}

function show() {
  verdict.dataset.health = diagnosis.health.toLowerCase();
  find("sentence").replaceChildren(...marked(diagnosis.sentence));
  find("facts").replaceChildren(
    ...[`confidence: ${diagnosis.confidence.toLowerCase()}`, `transport: ${diagnosis.transport ?? "none"}`, diagnosis.health.toLowerCase()].map((fact) => element("span", { class: "chip" }, fact)),
  );
  find("advice").replaceChildren(...diagnosis.advice.map((/** @type {string} */ line) => element("li", {}, line)));
  find("findings").replaceChildren(...findings(diagnosis));
  find("buttons").hidden = false;
  const hasEvidence = diagnosis.ladder.length > 0 && observations.strips !== undefined;
  find("evidence").hidden = !hasEvidence;
  find("idle").hidden = !hasEvidence;
  if (hasEvidence) {
    find("ladder").replaceChildren(...ladderTable(diagnosis));
    find("strips").replaceChildren(...stripChart(plan, observations, diagnosis));
    find("socket").replaceChildren(...socketChart(observations.webSocket, diagnosis.webSocket));
    find("limits").replaceChildren(...limitsTable(observations));
    find("head").replaceChildren(...headTable(observations.echoes.find((/** @type {any} */ echo) => echo.head)?.head, diagnosis.telling));
    showIdle();
  }
}

/**
 * Words between backticks are code.
 *
 * @param {string} text
 */
function marked(text) {
  return text.split("`").map((part, i) => (i % 2 === 0 ? part : element("code", {}, part)));
}

function showIdle() {
  const buttons = plan.silences.map((/** @type {number} */ seconds) => {
    const button = element("button", { type: "button" }, `Be silent for ${seconds} s`);
    button.addEventListener("click", () => silence(seconds));
    return button;
  });
  find("idle-buttons").replaceChildren(...buttons);
}

/** @param {number} seconds */
async function silence(seconds) {
  const buttons = [.../** @type {NodeListOf<HTMLButtonElement>} */ (find("idle-buttons").querySelectorAll("button")), again];
  const progress = /** @type {HTMLProgressElement} */ (find("idle-progress"));
  const line = /** @type {HTMLElement} */ (progress.parentElement);
  const start = performance.now();
  const draw = () => {
    const gone = (performance.now() - start) / 1_000;
    progress.value = Math.min(1, gone / seconds);
    find("idle-left").textContent = gone < seconds ? `${Math.ceil(seconds - gone)} s to go` : "listening for what comes after it";
  };
  draw();
  line.hidden = false;
  find("idle-result").textContent = "";
  buttons.forEach((button) => (button.disabled = true));
  const timer = setInterval(draw, 500);
  const works = diagnosis.ladder.filter((/** @type {any} */ rung) => rung.works).map((/** @type {any} */ rung) => rung.name);
  const found = await probeSilence(base, seconds, works);
  clearInterval(timer);
  line.hidden = true;
  buttons.forEach((button) => (button.disabled = false));
  observations.idles = [...(observations.idles ?? []).filter((/** @type {any} */ idle) => idle.seconds !== seconds), ...found];
  await conclude();
  find("idle-result").textContent = found
    .map(({ way, survived, cut, how }) => `${way}: ${survived ? `survived ${seconds} s` : cut === undefined ? `${how}` : `ended after ${cut} s`}`)
    .join(" · ");
}

function download() {
  const file = URL.createObjectURL(new Blob([JSON.stringify({ diagnosis, observations }, null, 2)], { type: "application/json" }));
  element("a", { href: file, download: "doctor.json" }).click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
}
