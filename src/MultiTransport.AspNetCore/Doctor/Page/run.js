import { getEchoes, getPlan, repeat, tryBodies, tryHeader, tryMethod, tryUrl } from "./short.js";
import { probeSocket } from "./socket.js";
import { readStrip } from "./strips.js";

/** What the other addresses of a server are asked: what decides. */
const Deciding = ["sse", "octet"];

/**
 * One run: first whether this server answers at all, then everything else side by side.
 *
 * @param {string} base The doctor's address.
 * @param {(step: string, state: "doing" | "done") => void} tell
 */
export async function run(base, tell) {
  /** @type {Record<string, any>} */
  const observations = { client: "page", agent: navigator.userAgent.slice(0, 290), url: base, echoes: [] };
  tell("answers", "doing");
  const { plan, answer } = await getPlan(base);
  if (!plan) {
    return { observations: { ...observations, echoes: [answer] }, plan };
  }

  Object.assign(observations, await getEchoes(base));
  tell("answers", "done");
  if (observations.echoes.every((/** @type {any} */ echo) => !echo.head)) {
    return { observations, plan };
  }

  const { roundTrip } = observations;
  const twice = step("caches", repeats(base, plan.hold)); // first: two requests at once must not wait for connections that strips hold
  const strips = () => Promise.all(plan.strips.map((/** @type {any} */ strip) => readStrip(base, strip, plan.endAt, roundTrip)));
  const all = {
    webSocket: step("websocket", probeSocket(base, roundTrip)),
    tries: step("sizes", tries(base, plan)),
    repeats: twice,
    strips: step("streams", twice.then(strips)),
    others: plan.others.length > 0 ? step("others", others(plan)) : Promise.resolve([]),
  };
  for (const [name, found] of Object.entries(all)) {
    observations[name] = await found;
  }

  return { observations, plan };

  /**
   * @template T
   * @param {string} name
   * @param {Promise<T>} work
   */
  function step(name, work) {
    tell(name, "doing");
    return work.finally(() => tell(name, "done"));
  }
}

/**
 * One after the other: each asks twice at once by itself.
 *
 * @param {string} base
 * @param {number} hold
 */
async function repeats(base, hold) {
  return [
    await repeat(base, { together: true, noStore: true, hold }),
    await repeat(base, { together: true, noStore: false, hold }),
    await repeat(base, { together: false, noStore: true, hold: 0 }),
    await repeat(base, { together: false, noStore: false, hold: 0 }),
  ];
}

/**
 * @param {string} base
 * @param {{ bodies: number[], urls: number[], headers: number[], methods: string[] }} plan
 */
async function tries(base, plan) {
  const found = await Promise.all([
    tryBodies(base, plan.bodies),
    ...plan.urls.map((size) => tryUrl(base, size)),
    ...plan.headers.map((size) => tryHeader(base, size)),
    ...plan.methods.map((method) => tryMethod(base, method)),
  ]);
  return found.flat();
}

/** @param {{ others: string[], strips: any[], endAt: number }} plan */
function others({ others, strips, endAt }) {
  return Promise.all(
    others.map(async (url) => {
      const base = url.endsWith("/") ? url : `${url}/`;
      const { echoes, roundTrip } = await getEchoes(base);
      if (echoes.every((echo) => !("head" in echo))) {
        return { url, echoes };
      }

      const [webSocket, ...read] = await Promise.all([
        probeSocket(base, roundTrip),
        ...strips.filter(({ name }) => Deciding.includes(name)).map((strip) => readStrip(base, strip, endAt, roundTrip)),
      ]);
      return { url, echoes, webSocket, strips: read };
    }),
  );
}
