import uPlot from "../vendor/uplot/uPlot.esm.js";
import { format, t } from "../language.js";
import { axis, createChart } from "./chart.js";
import { palette } from "./palette.js";

const Parts = /** @type {const} */ (["headers", "framing", "payload"]);

/**
 * What a message costs on the wire, both ways together, one bar a transport: its payload at the bottom, framing on it, headers on top.
 *
 * @param {HTMLElement} place
 */
export function createBytesChart(place) {
  /** @type {string[]} */
  let names = [];
  const chart = createChart(place, () => ({
    key: JSON.stringify([names, t("axis.bytes"), place.clientWidth < 480]),
    options: {
      scales: { x: { time: false, range: () => [-0.6, names.length - 0.4] }, y: { range: (/** @type {unknown} */ _, /** @type {number} */ __, /** @type {number} */ most) => [0, Math.max(10, most * 1.15)] } },
      axes: [
        axis({ hasGrid: false, font: place.clientWidth < 480 ? "10px system-ui, sans-serif" : "12px system-ui, sans-serif", splits: () => names.map((_, index) => index), values: (/** @type {unknown} */ _, /** @type {number[]} */ at) => at.map((index) => names[index]) }),
        axis({ label: t("axis.bytes"), size: 56, values: (/** @type {unknown} */ _, /** @type {number[]} */ at) => at.map(format) }),
      ],
      cursor: { show: false },
      // Bars that overlap, the highest first: what stands out of each is its own part.
      series: [{}, ...Parts.map((part) => ({ label: t(`part.${part}`), fill: palette().parts[part], stroke: palette().parts[part], width: 0, paths: uPlot.paths.bars({ size: [0.62, 90] }), points: { show: false } }))],
      hooks: { draw: [writeTotals] },
    },
  }));
  return { draw, canvas: chart.canvas };

  /** @param {import("../figures.js").Figures[]} figures */
  function draw(figures) {
    const known = figures.filter(({ bytes }) => Number.isFinite(bytes.total));
    names = known.map(({ transport }) => transport);
    chart.draw([
      known.map((_, index) => index),
      known.map(({ bytes }) => bytes.total),
      known.map(({ bytes }) => bytes.framing + bytes.payload),
      known.map(({ bytes }) => bytes.payload),
    ]);
  }

  /** @param {any} plot */
  function writeTotals(plot) {
    const { ctx } = plot;
    ctx.save();
    ctx.fillStyle = palette().ink;
    ctx.textAlign = "center";
    ctx.textBaseline = "bottom";
    ctx.font = `600 ${13 * devicePixelRatio}px system-ui, sans-serif`;
    for (const index of plot.data[0]) {
      ctx.fillText(format(plot.data[1][index]), plot.valToPos(index, "x", true), plot.valToPos(plot.data[1][index], "y", true) - 4 * devicePixelRatio);
    }

    ctx.restore();
  }
}
