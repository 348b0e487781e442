import { axis, createChart, decades, powersOfTen } from "../charts/chart.js";
import { palette } from "../charts/palette.js";
import { format, t } from "../language.js";
import { Left, Right } from "./picture.js";

const Rungs = ["websocket", "sse", "stream", "longpoll", "shortpoll"];
const Silence = 2; // seconds: a line over a longer time would say that messages came in it
const Least = 0.1; // ms: a logarithmic axis has no zero, and the clocks are not known better

/**
 * How long messages took, by the time at which they came, in the colour of the rung that carried then. It lies under the lanes and has their seconds.
 *
 * @param {HTMLElement} place
 */
export function createLatencyChart(place) {
  let window = { from: 0, to: 60 };
  const chart = createChart(place, () => ({
    key: JSON.stringify([t("axis.seconds")]),
    options: {
      padding: [12, Right, 0, 0],
      scales: { x: { time: false, range: () => [window.from, window.to] }, y: { distr: 3, range: decades } },
      axes: [
        axis({ label: t("axis.seconds"), incrs: [10] }),
        axis({ label: t("axis.latency"), size: Left - 18, ...powersOfTen(format) }),
      ],
      cursor: { show: false },
      series: [{}, ...ways().map(({ rung, isUp }) => ({ label: rung, stroke: palette().of(rung), width: 2, dash: isUp ? [6, 4] : [], spanGaps: false, points: { show: true, size: 4 } }))],
    },
  }));
  return { draw };

  /**
   * @param {import("./trial.js").Trial | undefined} trial
   * @param {{ from: number, to: number }} shown seconds
   */
  function draw(trial, shown) {
    window = shown;
    const points = trial ? [...pointsOf(trial, trial.traffic.down, false), ...pointsOf(trial, trial.traffic.up, true)].filter(({ seconds }) => seconds >= shown.from) : [];
    const known = [...new Set(points.map(({ seconds }) => seconds))].sort((one, other) => one - other);
    const times = known.flatMap((time, index) => (index > 0 && time - known[index - 1] > Silence ? [time - 0.1, time] : [time]));
    chart.draw([
      times,
      ...ways().map(({ rung, isUp }) => {
        const own = new Map(points.filter((point) => point.rung === rung && point.isUp === isUp).map((point) => [point.seconds, point.milliseconds]));
        return times.map((time) => own.get(time) ?? null);
      }),
    ]);
  }
}

function ways() {
  return Rungs.flatMap((rung) => [{ rung, isUp: false }, { rung, isUp: true }]);
}

/**
 * @param {import("./trial.js").Trial} trial
 * @param {import("../measures/track.js").Track} track
 * @param {boolean} isUp
 */
function pointsOf({ journal }, track, isUp) {
  return track.line.slice(-200).map(({ seconds, milliseconds }) => ({ seconds, milliseconds: Math.max(Least, milliseconds), isUp, rung: journal.carrierAt(seconds) }));
}
