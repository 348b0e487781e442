import { element, shape } from "./elements.js";

/** Strips as lines of time: a tick where a beat was sent, a dot where it came. Readable without colour: what is late lies right of its tick. */

const Wide = 640;
const Narrow = 330; // a phone: the same circles and numbers on less of a line
const Row = 26;
const Top = 22;
const Left = 8;

/** @type {Record<string, string>} */
const Words = {
  Flows: "flows", Late: "late", OneBehind: "one behind", FirstHeld: "first held", Batched: "in groups", BodyHeld: "held", Held: "held",
  Silent: "nothing came", Cut: "cut", Refused: "refused", NotOurs: "not ours", Unknown: "not tried",
};

/**
 * @param {any} plan
 * @param {any} observations
 * @param {any} diagnosis
 */
export function stripChart(plan, observations, diagnosis) {
  const end = Math.max(plan.endAt + 100, ...observations.strips.map((/** @type {any} */ strip) => Math.max(strip.end ?? 0, strip.gaveUp ?? 0)));
  const rows = observations.strips.map((/** @type {any} */ strip) => {
    const { verdict, evidence } = diagnosis.strips[strip.name];
    const works = verdict === "Flows" || verdict === "Late";
    const title = plan.strips.find((/** @type {any} */ each) => each.name === strip.name)?.title ?? strip.name;
    return element(
      "li",
      { class: works ? "works" : "fails" },
      element("span", { class: "name" }, title),
      draw(strip, plan.beats, end, `${title}: ${evidence}`),
      element("b", { class: "word" }, Words[verdict] ?? verdict),
      element("span", { class: "detail" }, evidence),
    );
  });
  return [
    element("h3", {}, "When events came"),
    element("p", { class: "note" }, `The server sends five events on each, at ${plan.beats.join(", ")} ms (ticks). Dots are their arrivals; a number counts those that came together.`),
    element("ol", { class: "strips" }, ...rows),
  ];
}

/**
 * @param {any} strip
 * @param {number[]} beats
 * @param {number} end
 * @param {string} label
 */
function draw(strip, beats, end, label) {
  const width = matchMedia("(max-width: 40rem)").matches ? Narrow : Wide;
  const x = (/** @type {number} */ time) => Left + ((width - 2 * Left) * time) / end;
  const middle = Top - 8;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${Row}`, role: "img", "aria-label": label });
  svg.append(shape("line", { class: "axis", x1: Left, x2: width - Left, y1: middle, y2: middle }));
  svg.append(...beats.map((beat) => shape("line", { class: "sent", x1: x(beat), x2: x(beat), y1: middle - 9, y2: middle + 9 })));
  if (strip.gaveUp) {
    svg.append(shape("line", { class: "gave-up", x1: x(strip.beats.at(-1)?.at ?? 0), x2: x(strip.gaveUp), y1: middle, y2: middle }));
  }

  for (const { at, count } of together(strip.beats, end)) {
    svg.append(shape("circle", { class: "came", cx: x(at), cy: middle, r: count > 1 ? 9 : 5.5 }));
    if (count > 1) {
      svg.append(shape("text", { class: "count", x: x(at), y: middle + 4.5 }, `${count}`));
    }
  }

  return svg;
}

/**
 * @param {{ at: number }[]} beats
 * @param {number} end
 */
function together(beats, end) {
  /** @type {{ at: number, count: number }[]} */
  const groups = [];
  for (const { at } of beats) {
    const last = groups.at(-1);
    if (last && at - last.at < end / 60) {
      last.count++;
    } else {
      groups.push({ at, count: 1 });
    }
  }

  return groups;
}
