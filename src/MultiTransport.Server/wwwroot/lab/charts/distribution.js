import { format, t } from "../language.js";
import { axis, createChart, decades, powersOfTen } from "./chart.js";
import { tracksOf } from "./latency.js";
import { palette } from "./palette.js";

const Least = 0.1; // ms: a logarithmic axis has no zero, and the clocks are not known better

/**
 * Which share of the messages had come within which time. The steeper and the further left, the better.
 *
 * @param {HTMLElement} place
 */
export function createDistributionChart(place) {
  /** @type {{ name: string, isUp: boolean }[]} */
  let shown = [];
  const chart = createChart(place, () => ({
    key: JSON.stringify([shown, t("axis.share")]),
    options: {
      scales: { x: { time: false, distr: 3, range: decades }, y: { range: () => [0, 100] } },
      axes: [axis({ label: t("axis.within"), ...powersOfTen(format) }), axis({ label: t("axis.share"), size: 48 })],
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      series: [{}, ...shown.map(({ name, isUp }) => ({ label: name, stroke: palette().of(name), width: 2, dash: isUp ? [6, 4] : [], spanGaps: true, points: { show: false } }))],
    },
  }));
  return { draw, canvas: chart.canvas };

  /** @param {import("../run.js").Subject[]} subjects */
  function draw(subjects) {
    const tracks = tracksOf(subjects);
    shown = tracks.map(({ name, isUp }) => ({ name, isUp }));
    const curves = tracks.map(({ track }) => {
      let seen = 0;
      return new Map(track.histogram.buckets().map(({ milliseconds, count }) => [Math.max(Least, milliseconds), ((seen += count) / track.histogram.count) * 100]));
    });
    const times = [...new Set(curves.flatMap((curve) => [...curve.keys()]))].sort((one, other) => one - other);
    chart.draw([times, ...curves.map((curve) => times.map((time) => curve.get(time) ?? null))]);
  }
}
