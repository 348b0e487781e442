const Most = 200; // of each

/**
 * @typedef {object} Stretch A time in which something was so. Seconds; still so where there is no end.
 * @property {number} from
 * @property {number | null} to
 *
 * @typedef {Stretch & { rung: string }} Carrier
 * @typedef {{ rung: string, mode: string, from: number, at: number, took: number, verdict: string, reason: string, detail: string, wasCarrying: boolean }} Attempt
 * @typedef {{ at: number, key: string, values: Record<string, string | number>, rung: string, kind: string, detail: string, times: number }} Line
 */

/** What a session did, in seconds since it was connected: which rung carried, what was tried, when nothing answered, and what was done to its network. */
export class Journal {
  began = performance.now();
  ended = NaN;
  /** @type {Carrier[]} */
  carriers = [];
  /** @type {Stretch[]} When it was reconnecting. */
  gaps = [];
  /** @type {Attempt[]} */
  attempts = [];
  /** @type {{ at: number, key: string, values: Record<string, string | number> }[]} */
  changes = [];
  /** @type {Line[]} The same as sentences, the oldest first. */
  lines = [];

  /** @param {import("/lab/control/client.js").Session} session */
  constructor(session) {
    session.addEventListener("transport", (event) => this.#onTransport(event));
    session.addEventListener("state", (event) => this.#onState(event));
    session.addEventListener("attempt", ({ attempt }) => this.#onAttempt(attempt));
    session.addEventListener("gap", (event) => this.#say("gap", {}, { kind: "bad", detail: JSON.stringify({ from: event.from, to: event.to, session: event.session }) }));
  }

  /** Until now, or until it ended. */
  get now() {
    return (Number.isNaN(this.ended) ? performance.now() - this.began : this.ended) / 1_000;
  }

  /** The rung that carried then. @param {number} seconds */
  carrierAt(seconds) {
    return this.carriers.findLast(({ from }) => from <= seconds)?.rung ?? this.carriers[0]?.rung ?? "";
  }

  /**
   * Something was done to the network.
   *
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  changed(key, values = {}) {
    this.changes = [...this.changes, { at: this.now, key, values }].slice(-Most);
    this.#say(key, values, { kind: "change" });
  }

  end() {
    this.ended = performance.now() - this.began;
    this.#close(this.carriers);
    this.#close(this.gaps);
  }

  /** @param {{ from: string | null, to: string | null, why: string }} change */
  #onTransport({ from, to, why }) {
    this.#close(this.carriers);
    if (to) {
      this.carriers = [...this.carriers, { from: this.now, to: null, rung: to }].slice(-Most);
      this.#say(from ? "carries.instead" : "carries", { from: from ?? "", to }, { rung: to, kind: "good", detail: why });
    }
  }

  /** @param {{ from: string | null, to: string | null, why: string }} change */
  #onState({ from, to, why }) {
    if (to === "reconnecting") {
      this.#close(this.carriers);
      this.gaps = [...this.gaps, { from: this.now, to: null }].slice(-Most);
      this.#say("reconnecting", {}, { kind: "bad", detail: why });
    } else if (from === "reconnecting") {
      this.#close(this.gaps);
      this.#say("again", {}, { kind: "good", detail: why });
    }
  }

  /** @param {import("/lab/control/client.js").Attempt} attempt */
  #onAttempt({ transport: rung, mode, took, verdict, reason, detail, arrived }) {
    if (arrived) {
      return; // told already: the server's record came later
    }

    const at = this.now;
    const from = at - took / 1_000;
    const carrier = this.carriers.findLast((one) => one.rung === rung);
    const wasCarrying = verdict === "failed" && carrier !== undefined && carrier.from >= from - 0.5 && (carrier.to ?? at) > at - 0.2;
    this.attempts = [...this.attempts, { rung, mode, from, at, took, verdict, reason: reason ?? "", detail, wasCarrying }].slice(-Most);
    const same = this.#sameInThisGap(rung, reason ?? "");
    if (same) {
      same.times++;
      return;
    }

    const key = verdict === "ok" ? `ok.${mode}` : verdict === "overtaken" ? "overtaken" : wasCarrying ? "ended" : "failed";
    this.#say(key, { rung, took, reason: verdict === "overtaken" ? overtakenBy(detail) : reason ?? "" }, { rung, kind: verdict === "failed" ? "bad" : "", detail });
  }

  /**
   * While nothing answers, the same is tried again and again: that is one line.
   *
   * @param {string} rung
   * @param {string} reason
   */
  #sameInThisGap(rung, reason) {
    const gap = this.gaps.at(-1);
    return reason && gap && gap.to === null ? this.lines.findLast((line) => line.at >= gap.from && line.rung === rung && line.values.reason === reason) : undefined;
  }

  /** @param {Stretch[]} stretches */
  #close(stretches) {
    const last = stretches.at(-1);
    if (last && last.to === null) {
      last.to = this.now;
    }
  }

  /**
   * @param {string} key
   * @param {Record<string, string | number>} values
   * @param {{ rung?: string, kind?: string, detail?: string }} more
   */
  #say(key, values, { rung = "", kind = "", detail = "" }) {
    this.lines = [...this.lines, { at: this.now, key, values, rung, kind, detail, times: 1 }].slice(-Most);
  }
}

/**
 * What came before an attempt that did not fail: something better, another network, or an attach of its own session that crossed it.
 *
 * @param {string} detail
 */
function overtakenBy(detail) {
  return detail === "overtaken by another network" ? "network" : detail.startsWith("overtaken by ") ? "" : "crossed";
}
