import { connect } from "/lab/bus/client.js";

const OpenWithin = 10_000; // ms

/** A session held on one transport, that has told the server whose it is. */
export class Lane {
  /** @type {"opening" | "open" | "failed"} */
  state = "opening";
  why = "";
  /** @type {(data: string | ArrayBuffer) => void} */
  receive = () => {};
  #onChange;
  #tried = "";

  /**
   * @param {string} name
   * @param {string} token
   * @param {number} pollInterval
   * @param {() => void} onChange
   */
  constructor(name, token, pollInterval, onChange) {
    this.name = name;
    this.#onChange = onChange;
    this.session = connect("/lab/bus", { transports: [name], pollInterval, verdicts: null });
    this.session.addEventListener("message", (event) => this.receive(event.data));
    this.session.addEventListener("open", (event) => event.renewed && this.#fail("session-lost"));
    this.session.addEventListener("attempt", ({ attempt }) => {
      this.#tried = attempt.verdict === "failed" ? attempt.detail || attempt.reason : "";
    });
    this.session.addEventListener("close", (event) => this.#fail(event.reason || event.code));
    const active = new Promise((resolve) => {
      this.session.addEventListener("transport", ({ to }) => to === name && resolve(undefined));
    });
    // Asked only now, and so over the transport itself: earlier it would go with negotiate, and the handshake would fall into the run that follows.
    const joined = Promise.race([active, this.session.closed])
      .then(() => this.#join(token))
      .then(() => this.#open(), (reason) => this.#fail(reason.message));
    const late = setTimeout(() => this.#fail(this.#tried || "no-answer"), OpenWithin);
    /** Resolves when it is open or has failed. */
    this.ready = joined.finally(() => clearTimeout(late));
  }

  close() {
    this.receive = () => {};
    this.state = "failed";
    return this.session.close();
  }

  /** @param {string} token */
  async #join(token) {
    const { fault } = JSON.parse(String(await this.session.request(token)));
    if (fault) {
      throw new Error(fault);
    }
  }

  #open() {
    if (this.state === "opening") {
      this.state = "open";
      this.#onChange();
    }
  }

  /** @param {string} why */
  #fail(why) {
    if (this.state !== "failed") {
      this.why = why;
      this.close();
      this.#onChange();
    }
  }
}
