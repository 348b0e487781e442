import { findParts } from "/page/parts.js";
import { format, t } from "../language.js";
import { describe, isSame, make } from "./kinds.js";

const LinesShown = 20;
const States = ["CONNECTING", "OPEN", "CLOSING", "CLOSED"];

/**
 * One card: an area to send from, one with what was received, and the state of the object that carries both.
 *
 * @param {string} name
 * @param {(listener: import("./ways.js").Listener) => import("./ways.js").Way} createWay
 * @param {HTMLTemplateElement} template
 * @param {() => string} kind What messages are made of.
 */
export function createEchoLane(name, createWay, template, kind) {
  const element = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  const parts = findParts(element);
  const text = /** @type {HTMLTextAreaElement} */ (parts.text);
  /** @type {{ code: number, reason: string } | null} */
  let closed = null;
  /** @type {{ data: import("./kinds.js").Sendable, at: number }[]} Sent, and not back yet. The order is kept. */
  let waiting = [];
  const way = createWay({ onMessage, onChange: draw, onClose });

  element.id = `echo-${name}`;
  element.classList.add(`of-${name}`);
  element.ariaLabel = name;
  parts.name.textContent = name;
  parts.api.textContent = way.api;
  parts.send.addEventListener("click", send);
  parts.toggle.addEventListener("click", () => (isOpen() ? close(1000, "") : open()));
  draw();
  return { element, open, close, send, draw };

  function open() {
    closed = null;
    waiting = [];
    way.open();
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  function close(code, reason) {
    if (isOpen()) {
      way.close(code, reason);
      draw();
    }
  }

  function send() {
    if (!isOpen()) {
      return tell(t("echo.notOpen"), "", "bad");
    }

    const data = make(kind(), text.value);
    waiting.push({ data, at: performance.now() });
    way.send(data);
    draw();
  }

  /** @param {string | ArrayBuffer} data */
  async function onMessage(data) {
    const now = performance.now();
    const sent = waiting.shift();
    const [{ type, text: shown }, same] = await Promise.all([describe(data), sent ? isSame(sent.data, data) : false]);
    const verdict = sent ? t(same ? "echo.same" : "echo.other") : "";
    tell(shown, [type, verdict, sent ? `${format(now - sent.at)} ms` : ""].filter(Boolean).join(" · "), same ? "good" : "bad");
    draw();
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  function onClose(code, reason) {
    closed = { code, reason };
    draw();
  }

  /**
   * @param {string} what
   * @param {string} aside
   * @param {string} verdict
   */
  function tell(what, aside, verdict) {
    const line = document.createElement("li");
    const small = document.createElement("small");
    line.textContent = what;
    small.textContent = aside;
    small.className = verdict;
    line.append(small);
    parts.received.prepend(line);
    parts.received.children[LinesShown]?.remove();
  }

  function isOpen() {
    return way.look().readyState === 1;
  }

  function draw() {
    const { readyState, protocol, extensions, bufferedAmount } = way.look();
    element.dataset.state = States[readyState].toLowerCase();
    parts.readyState.textContent = `${readyState} ${States[readyState]}`;
    parts.protocol.textContent = protocol === null ? t("echo.none") : `"${protocol}"`;
    parts.extensions.textContent = extensions === null ? t("echo.none") : `"${extensions}"`;
    parts.bufferedAmount.textContent = `${bufferedAmount}`;
    parts.closeCode.textContent = closed ? `${closed.code}` : "–";
    parts.closeReason.textContent = closed ? `"${closed.reason}"` : "–";
    parts.toggle.textContent = t(readyState === 1 || readyState === 0 ? "echo.close" : "echo.open");
    /** @type {HTMLButtonElement} */ (parts.toggle).disabled = readyState === 0 || readyState === 2;
  }
}
