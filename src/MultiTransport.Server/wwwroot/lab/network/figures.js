import { format, t } from "../language.js";
import { duration, sentence } from "./words.js";

const LinesShown = 60;

/**
 * The journal as sentences. Those that are there stay: whoever reads one does not lose it.
 *
 * @param {HTMLElement} list
 * @param {import("./journal.js").Journal | undefined} journal
 */
export function drawLines(list, journal) {
  const lines = journal?.lines.slice(-LinesShown).reverse() ?? [];
  const key = `${document.documentElement.lang} ${journal?.began} ${lines[0]?.at} ${lines.length} ${lines.reduce((sum, { times }) => sum + times, 0)}`;
  if (list.dataset.key === key) {
    return;
  }

  list.dataset.key = key;
  list.replaceChildren(...lines.map((line) => {
    const item = make("li", `line ${line.kind} ${line.rung ? `of-${line.rung}` : ""}`);
    item.append(make("span", "at", `${line.at.toFixed(1)} s`), make("span", "said", sentence(line) + (line.times > 1 ? ` ${t("said.times", { times: line.times })}` : "")));
    if (line.detail) {
      const detail = make("small", "", line.detail);
      detail.lang = "en";
      item.append(detail);
    }

    return item;
  }));
}

/**
 * @param {HTMLElement} body
 * @param {HTMLElement} verdict
 * @param {import("./traffic.js").Traffic | undefined} traffic
 */
export function drawCounts(body, verdict, traffic) {
  const rows = traffic ? [{ way: "up", track: traffic.up, sent: traffic.sent }, { way: "down", track: traffic.down, sent: traffic.up.histogram.count }] : [];
  body.replaceChildren(...rows.map(({ way, track, sent }) => {
    const row = make("tr", "first");
    const cells = [sent, track.histogram.count, track.lost, track.doubled].map((count) => make("td", "", count.toLocaleString()));
    cells[2].classList.toggle("bad", track.lost > 0);
    cells[3].classList.toggle("bad", track.doubled > 0);
    const name = make("th", "", t(`way.${way}`));
    name.setAttribute("scope", "row");
    row.append(name, ...cells, make("td", "", duration(track.histogram.percentile(50))), make("td", "", duration(track.histogram.max)));
    return row;
  }));
  const faults = rows.reduce((sum, { track }) => sum + track.lost + track.doubled, traffic?.failed ?? 0);
  const key = !traffic || traffic.answered === 0 ? "verdict.none" : faults === 0 ? "verdict.good" : "verdict.bad";
  if (verdict.dataset.key !== `${document.documentElement.lang} ${key} ${faults}`) {
    verdict.dataset.key = `${document.documentElement.lang} ${key} ${faults}`;
    verdict.textContent = t(key, { faults });
    verdict.classList.toggle("good", key === "verdict.good");
    verdict.classList.toggle("bad", key === "verdict.bad");
  }
}

/**
 * @param {(id: string) => HTMLElement} find
 * @param {import("./trial.js").Trial | undefined} trial
 */
export function drawFacts(find, trial) {
  const session = trial?.session;
  const facts = {
    "session-state": session ? t(`session.${session.state}`) : "–",
    transport: session?.transport ?? "–",
    rtt: session ? `${format(session.rtt)} ms` : "–",
    buffered: session ? `${session.bufferedAmount} B` : "–",
  };
  for (const [id, text] of Object.entries(facts)) {
    find(id).textContent = text;
  }

  find("transport").className = session?.transport ? `carrier of-${session.transport}` : "";
}

/**
 * @param {string} tag
 * @param {string} kind
 * @param {string} [text]
 */
function make(tag, kind, text) {
  const element = document.createElement(tag);
  element.className = kind;
  if (text !== undefined) {
    element.textContent = text;
  }

  return element;
}
