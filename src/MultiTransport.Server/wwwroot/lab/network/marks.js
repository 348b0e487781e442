import { sentence } from "./words.js";

const Together = 0.5; // seconds: what was done so soon after something else is named with it
const Rows = 2;
const Gap = 12;

/**
 * Where the names of the network's changes go: in two rows, the newest first served; one that has no room has its line only.
 *
 * @param {{ at: number, key: string, values: Record<string, string | number> }[]} changes The oldest first.
 * @param {(at: number) => number} x
 * @param {number} right The picture's end.
 * @returns {{ x: number, text: string, row: number, isEnd: boolean }[]}
 */
export function placeMarks(changes, x, right) {
  /** @type {[number, number][][]} What is taken, row by row. */
  const taken = Array.from({ length: Rows }, () => []);
  return groups(changes).reverse().map((group) => {
    const at = x(group[0].at);
    const text = group.map((change) => sentence({ at: 0, key: `mark.${change.key}`, values: change.values, rung: "", kind: "", detail: "", times: 1 })).join(" + ");
    const width = widthOf(text) + Gap;
    const isEnd = at + width > right;
    const [from, to] = isEnd ? [at - width, at] : [at, at + width];
    const row = taken.findIndex((spans) => spans.every(([start, end]) => to <= start || from >= end));
    taken[row]?.push([from, to]);
    return { x: at, text: row < 0 ? "" : text, row: Math.max(0, row), isEnd };
  });
}

/** @param {{ at: number, key: string, values: Record<string, string | number> }[]} changes */
function groups(changes) {
  /** @type {(typeof changes)[]} */
  const all = [];
  for (const change of changes) {
    const last = all.at(-1);
    if (last && change.at - last[0].at < Together) {
      last.push(change);
    } else {
      all.push([change]);
    }
  }

  return all;
}

/** About. @param {string} text */
function widthOf(text) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 12 : 6.6), 0);
}
