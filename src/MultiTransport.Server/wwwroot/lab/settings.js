/** What is measured, and how it stands in the address: `#t=websocket,sse&rate=10&size=16&to=down&as=text&for=60&poll=1000`. */

export const Names = ["websocket", "sse", "stream", "longpoll", "shortpoll"];

/** @typedef {{ transports: string[], direction: string, rate: number, size: number, isBinary: boolean, seconds: number, poll: number }} Settings */

/** @type {Settings} */
export const Defaults = { transports: Names, direction: "down", rate: 10, size: 16, isBinary: false, seconds: 60, poll: 1_000 };

export const Bounds = { rate: [0.1, 100], size: [16, 65_536], seconds: [1, 600], poll: [10, 60_000] };

/** Payload bytes a second of all transports and directions. */
export const MaxBytesPerSecond = 4 * 1024 * 1024;

/**
 * What is missing or cannot be is as in the defaults.
 *
 * @param {string} hash
 * @returns {Settings}
 */
export function parseSettings(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const asked = (fields.get("t") ?? "").split(",");
  const transports = Names.filter((name) => asked.includes(name));
  return {
    transports: transports.length > 0 ? transports : Defaults.transports,
    direction: oneOf(fields.get("to"), ["down", "up", "both"], Defaults.direction),
    rate: within(fields.get("rate"), Bounds.rate, Defaults.rate),
    size: Math.round(within(fields.get("size"), Bounds.size, Defaults.size)),
    isBinary: fields.get("as") === "binary",
    seconds: Math.round(within(fields.get("for"), Bounds.seconds, Defaults.seconds)),
    poll: Math.round(within(fields.get("poll"), Bounds.poll, Defaults.poll)),
  };
}

/** @param {Settings} settings */
export function formatSettings({ transports, direction, rate, size, isBinary, seconds, poll }) {
  return `#t=${transports.join(",")}&rate=${rate}&size=${size}&to=${direction}&as=${isBinary ? "binary" : "text"}&for=${seconds}&poll=${poll}`;
}

/** @param {Settings} settings */
export function bytesPerSecond({ transports, direction, rate, size }) {
  return rate * size * transports.length * (direction === "both" ? 2 : 1);
}

/**
 * @param {string | null} text
 * @param {string[]} accepted
 * @param {string} otherwise
 */
function oneOf(text, accepted, otherwise) {
  return text !== null && accepted.includes(text) ? text : otherwise;
}

/**
 * @param {string | null} text
 * @param {number[]} bounds
 * @param {number} otherwise
 */
function within(text, [least, most], otherwise) {
  const value = text === null || text.trim() === "" ? NaN : Number(text);
  return value >= least && value <= most ? value : otherwise;
}
