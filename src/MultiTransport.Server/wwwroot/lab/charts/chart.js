import "./locale.js"; // before uPlot
import uPlot from "../vendor/uplot/uPlot.esm.js";
import { palette } from "./palette.js";

const Height = 260;
const Font = "12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/**
 * A chart that fits its place, and is made anew when what it is made of changes: the series, the colours, the language.
 *
 * @param {HTMLElement} place
 * @param {() => { key: string, options: object }} describe The options that only this chart has.
 */
export function createChart(place, describe) {
  /** @type {any} */
  let plot;
  let made = "";
  /** @type {(number | null)[][]} */
  let data = [[]];
  new ResizeObserver(() => plot?.setSize(size())).observe(place);
  return { draw, canvas: () => /** @type {HTMLCanvasElement | null} */ (place.querySelector("canvas")) };

  /** @param {(number | null)[][]} fresh */
  function draw(fresh) {
    const { key, options } = describe();
    const colours = palette();
    const now = JSON.stringify([key, colours, colours.of("websocket")]);
    data = fresh;
    if (plot && now === made) {
      plot.setData(data);
      return;
    }

    plot?.destroy();
    made = now;
    plot = new uPlot({ ...size(), legend: { show: false }, padding: [12, 24, 0, 0], ...options }, data, place);
  }

  function size() {
    return { width: Math.max(200, Math.floor(place.clientWidth)), height: Height };
  }
}

/**
 * @param {{ label?: string, size?: number, font?: string, filter?: Function, values?: Function, splits?: Function, incrs?: number[], hasGrid?: boolean }} axis
 */
export function axis({ label, hasGrid = true, filter, ...rest }) {
  const { quiet, line } = palette();
  const lines = { show: hasGrid, stroke: line, width: 1, ...(filter && { filter }) };
  return {
    label,
    labelFont: Font,
    labelSize: 18,
    labelGap: 0,
    size: 30,
    font: Font,
    stroke: quiet,
    grid: lines,
    ticks: { ...lines, size: 5 },
    ...(filter && { filter }),
    ...rest,
  };
}

/**
 * What a logarithmic axis has besides: lines and numbers at the powers of ten only.
 *
 * @param {(value: number) => string} format
 */
export function powersOfTen(format) {
  return {
    filter: (/** @type {unknown} */ _, /** @type {number[]} */ splits) => splits.map((value) => (Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9 ? value : null)),
    values: (/** @type {unknown} */ _, /** @type {(number | null)[]} */ splits) => splits.map((value) => (value === null ? "" : format(value))),
  };
}

/**
 * Bounds of a logarithmic scale: whole powers of ten around what there is.
 *
 * @param {unknown} _
 * @param {number | null} least
 * @param {number | null} most
 */
export function decades(_, least, most) {
  const low = least && least > 0 ? least : 0.1;
  const high = most && most > low ? most : low * 10;
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high * 1.0001))];
}
