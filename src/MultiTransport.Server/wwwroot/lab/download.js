import { format, t } from "./language.js";
import { palette } from "./charts/palette.js";

const Width = 1_600;
const Margin = 48;
const Sans = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/**
 * Everything that a run found, for programs: latencies with their histograms, in milliseconds.
 *
 * @param {import("./run.js").Run} run
 * @param {import("./settings.js").Settings} settings
 * @param {import("./figures.js").Figures[]} figures
 */
export function downloadJson(run, settings, figures) {
  const report = {
    made: new Date().toISOString(),
    page: location.href,
    browser: navigator.userAgent,
    settings,
    seconds: run.elapsed,
    clock: run.clock,
    late: run.late,
    figures: figures.map((one, index) => ({
      ...one,
      down: { ...one.down, histogram: run.subjects[index]?.down.histogram.buckets() ?? [] },
      up: { ...one.up, histogram: run.subjects[index]?.up.histogram.buckets() ?? [] },
    })),
  };
  save(new Blob([JSON.stringify(report, null, 2)], { type: "application/json" }), "multitransport-lab.json");
}

/**
 * The charts as one picture, with what they are about.
 *
 * @param {{ title: string, canvas: HTMLCanvasElement | null }[]} charts
 * @param {import("./settings.js").Settings} settings
 * @param {import("./figures.js").Figures[]} figures
 */
export async function downloadPicture(charts, settings, figures) {
  const colours = palette();
  const drawn = charts.filter(({ canvas }) => canvas !== null);
  const inner = Width - 2 * Margin;
  const heights = drawn.map(({ canvas }) => Math.round((/** @type {HTMLCanvasElement} */ (canvas).height * inner) / /** @type {HTMLCanvasElement} */ (canvas).width));
  const canvas = document.createElement("canvas");
  canvas.width = Width;
  canvas.height = 200 + heights.reduce((sum, height) => sum + height + 76, 0);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  write(context, t("title"), Margin, 76, `650 40px ${Sans}`, colours.ink);
  write(context, describe(settings), Margin, 116, `24px ${Sans}`, colours.quiet);
  let left = Margin;
  for (const { transport, down, up } of figures) {
    context.fillStyle = colours.of(transport);
    context.fillRect(left, 142, 22, 22);
    const text = `${transport}  p50 ${format(down.count > 0 ? down.p50 : up.p50)} ms`;
    write(context, text, left + 32, 162, `24px ${Sans}`, colours.ink);
    left += 32 + context.measureText(text).width + 40;
  }

  let top = 200;
  drawn.forEach(({ title, canvas: chart }, index) => {
    write(context, title, Margin, top + 34, `600 28px ${Sans}`, colours.ink);
    context.drawImage(/** @type {HTMLCanvasElement} */ (chart), Margin, top + 52, inner, heights[index]);
    top += heights[index] + 76;
  });
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  save(/** @type {Blob} */ (blob), "multitransport-lab.png");
}

/** @param {import("./settings.js").Settings} settings */
export function describe({ direction, rate, size, isBinary, seconds, poll }) {
  return [
    t(`direction.${direction}`),
    `${t("rate")}: ${format(rate)}`,
    `${t("size")}: ${size.toLocaleString()} (${t(isBinary ? "kind.binary" : "kind.text")})`,
    `${t("seconds")}: ${seconds}`,
    `${t("poll")}: ${poll.toLocaleString()}`,
  ].join(" · ");
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} left
 * @param {number} top
 * @param {string} font
 * @param {string} colour
 */
function write(context, text, left, top, font, colour) {
  context.font = font;
  context.fillStyle = colour;
  context.fillText(text, left, top);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
