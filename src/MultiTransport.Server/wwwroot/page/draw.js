/**
 * Drawing waits a moment and is done for all lanes at once: on the thread that measures, it would stand in the way
 * of the echoes that are just coming in, and the fastest would look several times slower than it is.
 */

const Pause = 100;

/** @type {Set<() => void>} */
const waiting = new Set();

/** @param {() => void} draw Called once, however often it is asked for in the meantime. */
export function drawSoon(draw) {
  if (waiting.size === 0) {
    setTimeout(() => requestAnimationFrame(drawAll), Pause);
  }

  waiting.add(draw);
}

function drawAll() {
  const due = [...waiting];
  waiting.clear();
  for (const draw of due) {
    draw();
  }
}
