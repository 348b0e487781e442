import { format, hasText, t } from "../language.js";

/** Milliseconds: who waited less did not wait in vain, but was turned away. */
const Quick = 200;

/** Seconds: what went wrong so shortly before something carried is why it does. */
const Recent = 5;

/**
 * A line of the journal in plain words.
 *
 * @param {import("./journal.js").Line} line
 */
export function sentence({ key, values }) {
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === "took" ? duration(Number(value)) : value]));
  const isQuick = values.reason === "no-answer" && Number(values.took) < Quick;
  const named = `said.${key}.${isQuick ? "unreachable" : values.reason}`;
  const name = /** @type {string} */ (shown.preset);
  return t(hasText(named) ? named : `said.${key}`, { ...shown, ...(name !== undefined && { preset: t(`preset.${name || "own"}`), mark: t(`mark.${name || "own"}`) }) });
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  return !Number.isFinite(milliseconds) ? "–" : milliseconds < 1_000 ? `${format(milliseconds)} ms` : `${format(milliseconds / 1_000)} s`;
}

/**
 * What goes on now: who carries, and the last thing that went wrong before that.
 *
 * @param {import("./journal.js").Journal} journal
 */
export function headline(journal) {
  const carrier = journal.carriers.at(-1);
  const failed = journal.lines.findLast(({ key }) => key === "failed" || key === "ended");
  const now = carrier && carrier.to === null ? t("said.now", { rung: carrier.rung }) : t("said.none");
  const isOfNow = failed && failed.rung !== carrier?.rung && (!carrier || failed.at >= carrier.from - Recent);
  return isOfNow ? `${sentence(failed)} ${now}` : now;
}

/** For how long it has been so; apart, as it is another every moment. @param {import("./journal.js").Journal} journal */
export function since(journal) {
  const carrier = journal.carriers.at(-1);
  return carrier && carrier.to === null ? t("said.since", { since: duration(Math.floor(journal.now - carrier.from) * 1_000) }) : "";
}
