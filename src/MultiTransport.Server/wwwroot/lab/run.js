import { createPayloads, readStamp, writeStamp } from "./measures/stamp.js";
import { Track } from "./measures/track.js";

const AskEvery = 500; // ms
const ClockEvery = 5_000; // ms
const Points = 240; // of a line, at most: a chart has no room for more, and a long run is not to draw more and more
const Grace = 3_000; // ms, for what is still on its way at the end

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./settings.js").Settings} Settings
 *
 * @typedef {object} Subject One transport in a run.
 * @property {string} name
 * @property {Lane} lane
 * @property {Track} down
 * @property {Track} up
 * @property {number} sent
 * @property {any} wire What the server's sockets counted since the run's start, or null.
 * @property {number} connections
 */

/** One run over lanes that are open: sends what goes up, notes what comes down, asks the server for what it counted. */
export class Run {
  /** @type {Subject[]} */
  subjects;
  isOver = false;
  isCounted = true;
  published = 0;
  /** How late the latest message left, in ms: here, and on the server. */
  late = { here: 0, server: 0 };
  began = performance.now();
  #control;
  #clock;
  #settings;
  #started = { run: 0, at: 0 };
  #stopped = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #sending;

  /**
   * @param {ReturnType<typeof import("./control.js").createControl>} control
   * @param {import("./measures/clock.js").Clock} clock
   * @param {Lane[]} lanes
   * @param {Settings} settings
   */
  constructor(control, clock, lanes, settings) {
    this.#control = control;
    this.#clock = clock;
    this.#settings = settings;
    const seconds = Math.max(Track.BinSeconds, settings.seconds / Points);
    this.subjects = lanes.map((lane) => ({ name: lane.name, lane, down: new Track(seconds), up: new Track(seconds), sent: 0, wire: null, connections: 0 }));
  }

  get clock() {
    return this.#clock.estimate;
  }

  /** How many each transport is to send, even where this page's thread is late. */
  get #toSend() {
    const { direction, rate, seconds } = this.#settings;
    return direction === "down" ? 0 : Math.max(1, Math.floor(rate * seconds));
  }

  get elapsed() {
    return (performance.now() - this.began) / 1_000;
  }

  /**
   * Resolves when it is over and everything has come, or was given time to.
   *
   * @param {() => void} onChange
   */
  async run(onChange) {
    const { direction, rate, size, isBinary, seconds } = this.#settings;
    for (const subject of this.subjects) {
      subject.lane.receive = (data) => this.#onMessage(subject, data);
    }

    this.#started = (await this.#control.ask("start", { order: { direction, rate, size, isBinary, seconds } })).started;
    this.began = performance.now();
    if (direction !== "down") {
      this.#send();
    }

    let clockAt = performance.now() + ClockEvery;
    let isRunning = true;
    for (let end = Infinity; isRunning || (this.#isMissing() && performance.now() < end); ) {
      await pause(AskEvery);
      if (performance.now() >= clockAt) {
        clockAt += ClockEvery;
        await this.#control.sampleClock(this.#clock, 3);
      }

      const wasRunning = isRunning;
      isRunning = await this.#askStatus();
      if (wasRunning && !isRunning) {
        end = performance.now() + Grace + this.#settings.poll;
      }

      onChange();
    }

    clearTimeout(this.#sending);
    await this.#askStatus();
    for (const { down, up, sent } of this.subjects) {
      down.end(direction === "up" ? 0 : this.published);
      up.end(sent);
    }

    this.isOver = true;
    onChange();
  }

  async stop() {
    this.#stopped = true;
    clearTimeout(this.#sending);
    await this.#control.ask("stop");
  }

  /** @returns {Promise<boolean>} Whether the server's run is still under way. */
  async #askStatus() {
    const { status } = await this.#control.ask("status");
    this.isCounted = status.isCounted;
    this.published = status.sent;
    this.late.server = status.late;
    for (const subject of this.subjects) {
      const told = status.sessions.find((/** @type {{ id: string }} */ { id }) => id === subject.lane.session.id);
      if (told) {
        subject.wire = told.wire;
        subject.connections = told.connections;
        this.#onArrivals(subject, told.arrivals);
      }
    }

    return status.isRunning;
  }

  /**
   * @param {Subject} subject
   * @param {string | ArrayBuffer} data
   */
  #onMessage(subject, data) {
    const now = performance.now();
    const stamp = readStamp(data);
    if (stamp && stamp.run === this.#started.run) {
      const left = (this.#started.at + stamp.microseconds) / 1_000;
      subject.down.add(stamp.number, now + this.#clock.estimate.offset - left, (now - this.began) / 1_000);
    }
  }

  /**
   * @param {Subject} subject
   * @param {number[]} arrivals number, the stamp's microseconds, the arrival's by the server's clock; one after the other
   */
  #onArrivals(subject, arrivals) {
    const { offset } = this.#clock.estimate;
    for (let index = 0; index < arrivals.length; index += 3) {
      const [number, microseconds, arrived] = arrivals.slice(index, index + 3);
      const left = this.began + microseconds / 1_000 + offset;
      subject.up.add(number, arrived / 1_000 - left, (arrived / 1_000 - offset - this.began) / 1_000);
    }
  }

  /** Each message has its interval, and each transport its part of that, in turn and between those in which the server sends: whatever became of those before. */
  #send() {
    const { rate, size, isBinary } = this.#settings;
    const payload = createPayloads(size, isBinary);
    const count = this.#toSend;
    const { length } = this.subjects;
    let [next, turn] = [1, 0];
    const due = () => ((next - 1 + (turn + 0.5) / length) / rate) * 1_000;
    const tick = () => {
      for (let elapsed = performance.now() - this.began; next <= count && due() <= elapsed; elapsed = performance.now() - this.began) {
        this.late.here = Math.max(this.late.here, elapsed - due());
        const subject = this.subjects[(next + turn) % length];
        subject.lane.session.send(payload(writeStamp(this.#started.run, next, elapsed * 1_000))).catch(() => {}); // what does not arrive is counted as lost
        subject.sent = next;
        [next, turn] = turn + 1 < length ? [next, turn + 1] : [next + 1, 0];
      }

      if (next <= count && !this.#stopped) {
        this.#sending = setTimeout(tick, due() - (performance.now() - this.began));
      }
    };
    this.#sending = setTimeout(tick, due());
  }

  #isMissing() {
    const isDown = this.#settings.direction !== "up";
    return this.subjects.some(({ down, up, sent, lane }) =>
      lane.state === "open" && ((isDown && down.histogram.count + down.lost < this.published) || up.histogram.count + up.lost < (this.#stopped ? sent : this.#toSend)));
  }
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
