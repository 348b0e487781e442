/** The colours of the style sheet, for what is drawn on a canvas. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    quiet: colour("quiet"),
    line: colour("line"),
    surface: colour("surface"),
    parts: { headers: colour("part-headers"), framing: colour("part-framing"), payload: colour("part-payload") },
    of: (/** @type {string} */ transport) => colour(`of-${transport}`),
  };
}
