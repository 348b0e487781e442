import { drawSoon } from "./draw.js";
import { createEchoes, digits } from "./echoes.js";
import { createLaneView } from "./lane-view.js";
import { reasonOf } from "./transports/problem.js";

/**
 * One transport on the page: it connects, sends, counts, and measures how long each echo takes.
 *
 * @typedef {ReturnType<typeof createLane>} Lane
 *
 * @param {import("./types.js").Transport} transport
 * @param {string} url
 * @param {HTMLTemplateElement} template
 */
export function createLane(transport, url, template) {
  const view = createLaneView(transport, template, { onAgain: connect });
  const echoes = createEchoes();
  const model = {
    /** @type {import("./types.js").State} */
    state: "connecting",
    reason: "",
    sent: 0,
    received: 0,
    requests: 0,
    times: echoes.times,
  };
  /** @type {import("./types.js").Connection | undefined} */
  let connection;
  let turn = 0;
  draw();

  return {
    name: transport.name,
    element: view.element,
    sendButton: view.sendButton,
    connect,
    close,
    send,
    get isClosed() {
      return model.state === "closed";
    },
  };

  function connect() {
    close("");
    onState("connecting");
    connection = transport.connect(url, {
      state: whileThisTurn(onState),
      message: whileThisTurn(onMessage),
      note: whileThisTurn((note) => view.add({ text: note, aside: "", kind: "failed" })),
      lost: whileThisTurn(echoes.lose),
      request: whileThisTurn(onRequest),
    });
  }

  /** @param {string} reason */
  function close(reason) {
    turn++;
    connection?.close();
    connection = undefined;
    echoes.lose(reason);
    onState("closed", reason);
  }

  /**
   * @param {string} text
   * @returns {Promise<number>} How many milliseconds its echo took.
   */
  function send(text) {
    const echo = echoes.expect(text);
    const sending = connection ? connection.send(text) : Promise.reject(new Error("closed"));
    sending.catch((reason) => echoes.forget(text, reason));
    echo.catch((reason) => view.add({ text, aside: `no echo: ${reasonOf(reason)}`, kind: "failed" }));
    model.sent++;
    drawSoon(draw);
    return echo;
  }

  /**
   * @template {unknown[]} A
   * @param {(...values: A) => void} then
   * @returns {(...values: A) => void} The same, but deaf once the connection of this turn was let go.
   */
  function whileThisTurn(then) {
    const mine = turn;
    return (...values) => {
      if (mine === turn) {
        then(...values);
      }
    };
  }

  /**
   * @param {import("./types.js").State} state
   * @param {string} [reason]
   */
  function onState(state, reason = "") {
    model.state = state;
    model.reason = reason;
    drawSoon(draw);
  }

  /** @param {string} text */
  function onMessage(text) {
    const took = echoes.arrive(text);
    model.received++;
    view.add({ text, aside: took === undefined ? "" : `${digits(took)} ms`, kind: "received" });
    drawSoon(draw);
  }

  function onRequest() {
    model.requests++;
    drawSoon(draw);
  }

  function draw() {
    view.draw(model);
  }
}
