/**
 * How probes reach the server: at most five requests at once. A browser has six connections to a host over HTTP/1.1, and waiting
 * for a free one must not be measured as the network's doing; the sixth is for asking what became of the WebSocket.
 */

const Connections = 5;

/** @type {(() => void)[]} */
const waiting = [];
let free = Connections;

/**
 * @template T
 * @param {() => Promise<T>} probe
 */
export async function inTurn(probe) {
  if (free === 0) {
    await new Promise((resolve) => waiting.push(() => resolve(undefined)));
  } else {
    free--;
  }

  try {
    return await probe();
  } finally {
    const next = waiting.shift();
    if (next) {
      next();
    } else {
      free++;
    }
  }
}

/** @param {number} start */
export function since(start) {
  return round(performance.now() - start);
}

/** @param {number} time */
export function round(time) {
  return Math.max(0, Math.round(time * 10) / 10);
}

/**
 * A URL that no cache has seen.
 *
 * @param {string} base
 * @param {string} path
 * @param {Record<string, string | number>} [query]
 */
export function unique(base, path, query = {}) {
  const url = new URL(path, base);
  url.searchParams.set("run", token());
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, `${value}`);
  }

  return url.href;
}

/** 128 random bits in 22 characters. */
export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * A request as it comes, without caches and without following anybody elsewhere.
 *
 * @param {string} url
 * @param {RequestInit & { patience: number }} init
 * @returns {Promise<{ response?: Response, fault?: string, late?: boolean, signal: AbortSignal }>}
 */
export async function ask(url, { patience, ...init }) {
  const signal = AbortSignal.timeout(patience);
  const elsewhere = new URL(url).origin !== location.origin;
  try {
    const response = await fetch(url, { cache: "no-store", redirect: "manual", credentials: elsewhere ? "omit" : "same-origin", signal, ...init });
    return { response, signal };
  } catch (fault) {
    return { fault: describe(fault), late: signal.aborted, signal };
  }
}

/** @param {unknown} fault */
export function describe(fault) {
  const error = /** @type {Error} */ (fault);
  return error.name === "TimeoutError" ? "no answer in time" : `${error.message || error.name}`.slice(0, 200);
}

/** @param {Response} response */
export function statusOf(response) {
  return response.type === "opaqueredirect" ? 302 : response.status; // a browser hides where it would have led
}
