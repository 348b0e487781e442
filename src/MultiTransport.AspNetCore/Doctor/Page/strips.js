import { ask, describe, inTurn, since, statusOf, unique } from "./line.js";

/** Reads held answers and notes when each beat comes. */

const Grace = 2_500;
const MaxText = 65_536;

/**
 * @param {string} base
 * @param {{ name: string, method: string, type: string }} plan
 * @param {number} endAt
 * @param {number} roundTrip
 */
export function readStrip(base, plan, endAt, roundTrip) {
  return inTurn(async () => {
    const start = performance.now();
    const { response, fault, late, signal } = await ask(unique(base, "strip", { name: plan.name }), {
      method: plan.method,
      headers: { Accept: plan.type },
      body: plan.method === "POST" ? "strip" : undefined,
      patience: Math.min(10_000, Grace + endAt + 4 * roundTrip),
    });
    /** @type {{ at: number, sent: number }[]} */
    const beats = [];
    const strip = { name: plan.name, beats };
    if (!response) {
      return late ? { ...strip, gaveUp: since(start) } : { ...strip, fault, end: since(start) };
    }

    const opened = {
      ...strip,
      head: since(start),
      status: statusOf(response),
      type: response.headers.get("content-type")?.split(";")[0].slice(0, 100),
      encoding: response.headers.get("content-encoding")?.slice(0, 100),
    };
    try {
      const complete = await readBeats(response, beats, start);
      return { ...opened, complete, end: since(start) };
    } catch (fault) {
      return signal.aborted ? { ...opened, gaveUp: since(start) } : { ...opened, fault: describe(fault), end: since(start) };
    }
  });
}

/**
 * @param {Response} response
 * @param {{ at: number, sent: number }[]} beats
 * @param {number} start
 * @returns {Promise<boolean>} Whether the server's own end came.
 */
async function readBeats(response, beats, start) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader && text.length < MaxText) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }

    const at = since(start);
    text += value;
    const all = [...text.matchAll(/beat\D{1,3}\d{1,2}\D{1,8}(\d{1,5})[\n}]/g)].slice(beats.length, 32);
    beats.push(...all.map(([, sent]) => ({ at, sent: Number(sent) })));
  }

  return /end\D{1,3}\d{1,2}\D{1,8}\d{1,5}[\n}]/.test(text);
}
