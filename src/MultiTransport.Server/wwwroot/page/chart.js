import { digits } from "./echoes.js";

/**
 * Echo times as dots, oldest left, on one logarithmic scale for all lanes: lanes can be compared at a glance.
 */

const Svg = "http://www.w3.org/2000/svg";
const Width = 200;
const Height = 80;
const Left = 27;
const Inset = 5;
const Slots = 40;
const Fastest = 0.6;
const Slowest = 1_700;
const Lines = [
  { at: 1, label: "1 ms" },
  { at: 10, label: "10" },
  { at: 100, label: "100" },
  { at: 1_000, label: "1 s" },
];

/** @param {SVGSVGElement} svg */
export function createChart(svg) {
  svg.setAttribute("viewBox", `0 0 ${Width} ${Height}`);
  svg.append(...Lines.flatMap(gridLine));
  const dots = Array.from({ length: Slots }, () => create("circle", { class: "echo", r: 0 }));
  svg.append(...dots);

  return {
    /** @param {number[]} times The newest last. */
    draw(times) {
      svg.setAttribute("aria-label", describe(times));
      const first = Slots - times.length;
      times.forEach((time, i) => {
        const newest = i === times.length - 1;
        set(dots[first + i], { class: newest ? "echo newest" : "echo", cx: x(first + i), cy: y(time), r: newest ? 3.4 : 1.9 });
      });
    },
  };
}

/** @param {number[]} times */
function describe(times) {
  return times.length === 0
    ? "No echo yet"
    : `The last ${times.length} echoes took ${digits(Math.min(...times))} to ${digits(Math.max(...times))} ms`;
}

/** @param {{ at: number, label: string }} line */
function gridLine({ at, label }) {
  const text = create("text", { class: "scale", x: Left - 5, y: y(at) + 3 });
  text.textContent = label;
  return [create("line", { class: "scale", x1: Left, x2: Width, y1: y(at), y2: y(at) }), text];
}

/** @param {number} slot */
function x(slot) {
  return Left + Inset + (slot * (Width - Left - 2 * Inset)) / (Slots - 1);
}

/** @param {number} time */
function y(time) {
  const share = Math.log(Math.min(Slowest, Math.max(Fastest, time)) / Fastest) / Math.log(Slowest / Fastest);
  return Height - Inset - share * (Height - 2 * Inset);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function create(name, attributes) {
  const element = document.createElementNS(Svg, name);
  set(element, attributes);
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, string | number>} attributes
 */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, `${value}`);
  }
}
