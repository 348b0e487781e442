import { drawSoon } from "./draw.js";
import { createEchoes } from "./echoes.js";
import { createSessionView } from "./session-view.js";

/**
 * The client on the page: one session that finds its way by itself. It shows what it tried, and can be held on one way.
 *
 * @param {(url: string) => import("../../../../clients/javascript/src/index.js").Session} connect
 * @param {string} url
 * @param {HTMLElement} element
 * @param {HTMLTemplateElement} wayTemplate
 */
export function createSessionPanel(connect, url, element, wayTemplate) {
  const view = createSessionView(element, wayTemplate, { onAgain: open, onWay: hold });
  const echoes = createEchoes();
  /** @type {ReturnType<typeof connect> | undefined} */
  let session;
  const model = {
    /** @type {string} */
    state: "connecting",
    reason: "",
    /** @type {string | null} */
    transport: null,
    sent: 0,
    received: 0,
    switches: 0,
    times: echoes.times,
    /** @type {Map<string, string>} What is known of a way, by its name. */
    notes: new Map(),
  };
  draw();

  return {
    name: "client",
    connect: open,
    close,
    send,
    get isClosed() {
      return model.state === "closed";
    },
  };

  function open() {
    close("");
    const mine = connect(url);
    session = mine;
    view.free();
    onState("connecting", "");
    mine.addEventListener("state", (event) => mine === session && onState(event.to, event.to === "reconnecting" ? event.why : ""));
    mine.addEventListener("transport", (event) => mine === session && onTransport(event));
    mine.addEventListener("attempt", (event) => mine === session && onAttempt(event.attempt));
    mine.addEventListener("message", (event) => mine === session && onMessage(event.data));
    mine.addEventListener("gap", (event) => mine === session && onGap(event));
    mine.addEventListener("close", (event) => mine === session && onState("closed", event.reason || event.code));
  }

  /** @param {string} reason */
  function close(reason) {
    const mine = session;
    session = undefined;
    mine?.close(reason);
    echoes.lose(reason);
    onState("closed", reason);
  }

  /**
   * @param {string} text
   * @returns {Promise<number>} How many milliseconds its echo took.
   */
  function send(text) {
    const echo = echoes.expect(text);
    const sending = session ? session.send(text) : Promise.reject(new Error("closed"));
    sending.catch((reason) => echoes.forget(text, reason));
    echo.catch((reason) => view.tell("failed", `“${text}” has no echo`, reason.message));
    model.sent++;
    drawSoon(draw);
    return echo;
  }

  /** @param {string | null} way */
  function hold(way) {
    view.tell("chosen", way ? `held on ${way}` : "free to choose", "");
    session?.use(way).catch((reason) => view.tell("failed", `${way} does not work now`, reason.message));
  }

  /**
   * @param {string} state
   * @param {string} reason
   */
  function onState(state, reason) {
    if (state !== model.state && state !== "connecting") {
      view.tell(state === "open" ? "good" : "failed", state, reason);
    }

    model.state = state;
    model.reason = reason;
    drawSoon(draw);
  }

  /** @param {{ from: string | null, to: string | null, why: string }} event */
  function onTransport({ from, to, why }) {
    model.transport = to;
    if (to) {
      model.switches += from ? 1 : 0;
      view.tell("good", from ? `${from} → ${to}` : `→ ${to}`, why);
    }

    drawSoon(draw);
  }

  /** @param {import("../../../../clients/javascript/src/index.js").Attempt} attempt */
  function onAttempt(attempt) {
    const { transport, mode, verdict, reason, detail, took, arrived } = attempt;
    if (arrived) {
      view.tell("tried", `${transport}: ${describe(arrived)}`, "");
      return; // told before, when it ended
    }

    if (verdict === "failed") {
      model.notes.set(transport, reason);
    } else if (verdict === "ok") {
      model.notes.set(transport, "works");
    }

    const said = verdict === "ok" ? "works" : verdict === "failed" ? `failed: ${reason}` : verdict;
    view.tell(verdict === "failed" ? "failed" : "tried", `${transport}${mode === "probe" ? " (probe)" : ""} ${said}`, `${Math.round(took)} ms${detail ? ` · ${detail}` : ""}`);
    drawSoon(draw);
  }

  /** @param {string | ArrayBuffer} data */
  function onMessage(data) {
    echoes.arrive(String(data));
    model.received++;
    drawSoon(draw);
  }

  /** @param {{ session?: boolean, from?: number, to?: number }} event */
  function onGap({ session: isLost, from, to }) {
    const what = isLost ? "the session was lost: a new one begins" : `messages ${from} to ${to} are lost`;
    view.tell("failed", what, "");
    echoes.lose(what);
  }

  function draw() {
    view.draw(model);
  }
}

/**
 * The server's record of a handshake, in words.
 *
 * @param {{ arrived: boolean, method?: string, protocol?: string, upgrade?: string, connection?: string, via?: string, answered?: number, attached?: boolean }} record
 */
function describe({ arrived, method, protocol, upgrade, connection, via, answered, attached }) {
  if (!arrived) {
    return "the handshake never reached the server";
  }

  const came = `the server saw ${method} over ${protocol}${via ? ` via ${via}` : ""}, ${upgrade ? `Upgrade: ${upgrade}` : "without Upgrade"}`;
  const spoilt = upgrade && !/upgrade/i.test(connection ?? "") ? ` but Connection: ${connection ?? "none"}` : "";
  const answer = answered === 101 ? `accepted it, and ${attached ? "an attach came through" : "no attach came through"}` : `answered ${answered}`;
  return `${came}${spoilt}, and ${answer}`;
}
