import { ask, inTurn, since, statusOf, unique } from "./line.js";

/** Short exchanges: the plan, echoes, requests of a size or method, the same URL twice. */

const Patience = 4_000;
const Spelling = "X-Doctor-Spelling";

/** @param {string} base */
export async function getPlan(base) {
  const { echo, json } = await exchange(unique(base, "plan"), "GET");
  return { plan: json?.doctor === 1 ? json : undefined, answer: echo };
}

/**
 * The first exchanges, one after the other: whether this server answers, and how far away it is.
 *
 * @param {string} base
 */
export async function getEchoes(base) {
  const echoes = [];
  let roundTrip = Infinity;
  for (const method of ["GET", "POST", "GET"]) {
    const { echo, json, took } = await exchange(unique(base, "echo"), method);
    echoes.push(json?.doctor === 1 ? { ...echo, head: json.head } : echo);
    roundTrip = Math.min(roundTrip, took);
  }

  return { echoes: echoes.slice(0, 2), roundTrip };
}

/**
 * @param {string} url
 * @param {string} method
 */
async function exchange(url, method) {
  const start = performance.now();
  /** @type {Record<string, string>} */
  const headers = new URL(url).origin === location.origin ? { [Spelling]: "as sent" } : {}; // elsewhere it would cost a preflight
  const { response, fault, signal } = await ask(url, { method, headers, body: method === "POST" ? "echo" : undefined, patience: Patience });
  /** @type {Record<string, unknown>} */
  const echo = { method };
  if (!response) {
    return { echo: { ...echo, fault }, took: since(start) };
  }

  echo.status = statusOf(response);
  echo.type = response.headers.get("content-type")?.slice(0, 100);
  echo.answer = [...response.headers].slice(0, 60).map(([name, value]) => ({ name, value: value.slice(0, 100), length: value.length }));
  const json = await readJson(response, signal);
  for (const name of ["code", "detail"]) {
    if (typeof json?.[name] === "string") {
      echo[name] = json[name].slice(0, 900);
    }
  }

  return { echo, json, took: since(start) };
}

/**
 * Smaller bodies first: where one takes long, the larger ones are left out.
 *
 * @param {string} base
 * @param {number[]} sizes
 */
export async function tryBodies(base, sizes) {
  const found = [];
  let slow = false;
  for (const size of sizes) {
    const probe = { what: "body", size, method: "POST" };
    if (slow) {
      found.push({ ...probe, skipped: true });
      continue;
    }

    const { took, ...told } = await attempt(probe, unique(base, "try"), { method: "POST", body: new Uint8Array(size) }, (answer) => answer.body === size);
    found.push(told);
    slow = took > 500;
  }

  return found;
}

/**
 * @param {string} base
 * @param {number} size
 */
export async function tryUrl(base, size) {
  const url = `${unique(base, "try")}&pad=`;
  const { pathname, search } = new URL(url);
  const padding = size - pathname.length - search.length;
  return timeless(attempt({ what: "url", size, method: "GET" }, url + "u".repeat(padding), {}, (answer) => answer.url === padding));
}

/**
 * @param {string} base
 * @param {number} size
 */
export function tryHeader(base, size) {
  return timeless(attempt({ what: "header", size, method: "GET" }, unique(base, "try"), { headers: { "X-Doctor-Pad": "h".repeat(size) } }, (answer) => answer.header === size));
}

/**
 * @param {string} base
 * @param {string} method
 */
export function tryMethod(base, method) {
  return timeless(attempt({ what: "method", method }, unique(base, "try"), { method }, (answer) => answer.method === method));
}

/** @param {ReturnType<typeof attempt>} probe */
async function timeless(probe) {
  const { took, ...told } = await probe;
  return told;
}

/**
 * @param {Record<string, unknown>} probe
 * @param {string} url
 * @param {RequestInit} init
 * @param {(answer: any) => boolean} isWhole
 */
function attempt(probe, url, init, isWhole) {
  return inTurn(async () => {
    const start = performance.now();
    const { response, fault, late, signal } = await ask(url, { ...init, patience: Patience });
    if (!response) {
      return { ...probe, fault, skipped: late, took: since(start) };
    }

    const answer = await readJson(response, signal);
    return { ...probe, status: statusOf(response), ours: answer?.doctor === 1 && isWhole(answer), took: since(start) };
  });
}

/**
 * One URL asked for twice.
 *
 * @param {string} base
 * @param {{ together: boolean, noStore: boolean, hold: number }} how
 */
export async function repeat(base, { together, noStore, hold }) {
  const url = `${unique(base, "try", { hold })}${noStore ? "" : "&store"}`;
  const first = once(url);
  if (!together) {
    await first;
  }

  const both = await Promise.all([first, once(url)]);
  return { together, noStore, hold, serials: both.map(({ serial }) => serial), at: both.map(({ at }) => at) };
}

/** @param {string} url */
function once(url) {
  return inTurn(async () => {
    const start = performance.now();
    const { response, signal } = await ask(url, { patience: Patience });
    const answer = response && (await readJson(response, signal));
    return { serial: `${answer?.serial ?? ""}`.slice(0, 40), at: since(start) };
  });
}

/**
 * @param {Response} response
 * @param {AbortSignal} signal
 * @returns {Promise<any>} Undefined where it is no JSON: not ours.
 */
export async function readJson(response, signal) {
  try {
    const parsed = await response.json();
    return typeof parsed === "object" && parsed && !signal.aborted ? parsed : undefined;
  } catch {
    return undefined;
  }
}
