import { format, t } from "../language.js";
import { axis, createChart, decades, powersOfTen } from "./chart.js";
import { palette } from "./palette.js";

const Least = 0.1; // ms: a logarithmic axis has no zero, and the clocks are not known better

/**
 * Latency as time goes by: the median of each half second. What goes up is dashed.
 *
 * @param {HTMLElement} place
 */
export function createLatencyChart(place) {
  /** @type {{ name: string, isUp: boolean }[]} */
  let shown = [];
  let seconds = 0;
  const chart = createChart(place, () => ({
    key: JSON.stringify([shown, t("axis.seconds"), seconds]),
    options: {
      scales: { x: { time: false, range: () => [0, seconds] }, y: { distr: 3, range: decades } },
      axes: [axis({ label: t("axis.seconds") }), axis({ label: t("axis.latency"), size: 48, ...powersOfTen(format) })],
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      series: [{}, ...shown.map(({ name, isUp }) => ({ label: name, stroke: palette().of(name), width: 2, dash: isUp ? [6, 4] : [], spanGaps: true, points: { show: false } }))],
    },
  }));
  return { draw, canvas: chart.canvas };

  /**
   * @param {import("../run.js").Subject[]} subjects
   * @param {number} length of the run, in seconds
   */
  function draw(subjects, length) {
    const lines = tracksOf(subjects);
    shown = lines.map(({ name, isUp }) => ({ name, isUp }));
    seconds = length;
    const times = [...new Set(lines.flatMap(({ track }) => track.line.map((point) => point.seconds)))].sort((one, other) => one - other);
    chart.draw([
      times,
      ...lines.map(({ track }) => {
        const known = new Map(track.line.map((point) => [point.seconds, point.milliseconds]));
        return times.map((time) => (known.has(time) ? Math.max(Least, known.get(time) ?? 0) : null));
      }),
    ]);
  }
}

/**
 * The tracks that something came on.
 *
 * @param {import("../run.js").Subject[]} subjects
 */
export function tracksOf(subjects) {
  return subjects
    .flatMap(({ name, down, up }) => [
      { name, isUp: false, track: down },
      { name, isUp: true, track: up },
    ])
    .filter(({ track }) => track.histogram.count > 0);
}
