import { format, t } from "./language.js";
import { palette } from "./charts/palette.js";

const Margin = 32;
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
 * The charts as one picture, as sharp as on the screen, with what they are about: from left to right while they fit, then below.
 *
 * @param {{ title: string, canvas: HTMLCanvasElement | null }[]} charts
 * @param {import("./settings.js").Settings} settings
 * @param {import("./figures.js").Figures[]} figures
 */
export async function downloadPicture(charts, settings, figures) {
  const colours = palette();
  const unit = devicePixelRatio;
  const drawn = charts.flatMap(({ title, canvas }) => (canvas ? [{ title, canvas }] : []));
  const margin = Margin * unit;
  const width = Math.max(...drawn.map(({ canvas }) => canvas.width), 320 * unit) + 2 * margin;
  const picture = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
  /** @type {(() => void)[]} What is drawn, once it is known how high the picture is. */
  const steps = [];
  let [left, top] = [margin, margin];

  line([{ text: t("title") }], `650 ${24 * unit}px ${Sans}`, 32, colours.ink);
  line(describe(settings).split(" · ").map((text) => ({ text })), `${14 * unit}px ${Sans}`, 22, colours.quiet);
  line(figures.map(({ transport, down, up }) => ({ text: `${transport}: p50 ${format(down.count > 0 ? down.p50 : up.p50)} ms`, colour: colours.of(transport) })), `${14 * unit}px ${Sans}`, 22, colours.ink);
  line(Object.entries(colours.parts).map(([part, colour]) => ({ text: t(`part.${part}`), colour })), `${14 * unit}px ${Sans}`, 22, colours.ink);
  let rowHeight = 0;
  for (const { title, canvas } of drawn) {
    if (left > margin && left + canvas.width > width - margin + 1) {
      [left, top, rowHeight] = [margin, top + rowHeight, 0];
    }

    const [x, y] = [left, top + 28 * unit];
    steps.push(() => {
      write(context, title, x, y, `600 ${16 * unit}px ${Sans}`, colours.ink);
      context.drawImage(canvas, x, y + 8 * unit);
    });
    left += canvas.width + margin;
    rowHeight = Math.max(rowHeight, canvas.height + 44 * unit);
  }

  picture.width = width;
  picture.height = top + rowHeight + margin / 2;
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, picture.width, picture.height);
  steps.forEach((step) => step());
  const blob = await new Promise((resolve) => picture.toBlob(resolve, "image/png"));
  save(/** @type {Blob} */ (blob), "multitransport-lab.png");

  /**
   * Words in a row, each with a square of its colour if it has one, in as many lines as they need.
   *
   * @param {{ text: string, colour?: string }[]} words
   * @param {string} font
   * @param {number} height
   * @param {string} ink
   */
  function line(words, font, height, ink) {
    let x = margin;
    for (const { text, colour } of words) {
      context.font = font;
      const square = colour ? 20 * unit : 0;
      const room = square + context.measureText(text).width;
      if (x > margin && x + room > width - margin) {
        [x, top] = [margin, top + height * unit];
      }

      const [at, base] = [x, top + (height - 8) * unit];
      steps.push(() => {
        write(context, text, at + square, base, font, ink);
        if (colour) {
          context.fillStyle = colour;
          context.fillRect(at, base - 12 * unit, 13 * unit, 13 * unit);
        }
      });
      x += room + 22 * unit;
    }

    top += height * unit;
  }
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
