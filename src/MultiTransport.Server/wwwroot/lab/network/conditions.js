/** What the network does, and how it stands in the address: `#upgrade=refuse&hold=end&holds=text&rate=4`; what is as in a clear network is left out. */

/** @typedef {{ delay: number, jitter: number, upgrade: string, swallow: string, hold: string, holds: string, idle: number, rate: number }} Conditions */

/** The messages a second are the page's own; all else is the network's. @type {Conditions} */
export const Clear = { delay: 0, jitter: 0, upgrade: "pass", swallow: "none", hold: "none", holds: "all", idle: 0, rate: 4 };

export const Choices = { upgrade: ["pass", "refuse", "hang"], swallow: ["none", "up", "down", "both"], hold: ["none", "end", "behind"], holds: ["all", "text", "events"] };

export const Bounds = { delay: [0, 5_000], jitter: [0, 5_000], idle: [0, 120], rate: [0.1, 20] };

/**
 * Networks as there are. Silence can only be cut where there is some, and a poll is held five seconds at least.
 *
 * @type {Record<string, Partial<Conditions>>}
 */
export const Presets = {
  none: {},
  office: { upgrade: "refuse" },
  inspector: { swallow: "both" },
  firewall: { upgrade: "hang" },
  antivirus: { upgrade: "refuse", hold: "end", holds: "text" },
  filter: { upgrade: "refuse", hold: "behind" },
  buffering: { upgrade: "refuse", hold: "end" },
  cloud: { idle: 6, rate: 0.1 },
  train: { delay: 150, jitter: 300 },
};

const Names = /** @type {(keyof Conditions)[]} */ (Object.keys(Clear));

/**
 * The conditions of a preset. How many messages there are stays, unless there are too few, or too many, to see anything.
 *
 * @param {string} name
 * @param {number} rate
 * @returns {Conditions}
 */
export function conditionsOf(name, rate) {
  return { ...Clear, rate: rate >= 1 ? rate : Clear.rate, ...Presets[name] };
}

/** The preset of just that network, or none. @param {Conditions} conditions */
export function presetOf(conditions) {
  return Object.keys(Presets).find((name) => Names.every((field) => field === "rate" || (Presets[name][field] ?? Clear[field]) === conditions[field])) ?? "";
}

/** What the server is told. @param {Conditions} conditions */
export function networkOf({ rate, ...network }) {
  return network;
}

/**
 * What cannot be is as in a clear network.
 *
 * @param {string} hash
 * @returns {Conditions}
 */
export function parseConditions(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const conditions = /** @type {Record<string, string | number>} */ ({ ...Clear });
  for (const [name, accepted] of Object.entries(Choices)) {
    const value = fields.get(name) ?? "";
    conditions[name] = accepted.includes(value) ? value : conditions[name];
  }

  for (const [name, [least, most]] of Object.entries(Bounds)) {
    const text = fields.get(name) ?? "";
    const value = text.trim() === "" ? NaN : Number(text);
    conditions[name] = value >= least && value <= most ? (name === "rate" ? value : Math.round(value)) : conditions[name];
  }

  return /** @type {Conditions} */ (conditions);
}

/** @param {Conditions} conditions */
export function formatConditions(conditions) {
  return `#${Names.filter((name) => conditions[name] !== Clear[name]).map((name) => `${name}=${conditions[name]}`).join("&")}`;
}
