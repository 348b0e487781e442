import { initLanguages, onLanguage, t, translate } from "../language.js";
import { createEchoLane } from "./lane.js";
import { bareSocket, heldSession } from "./ways.js";

const LookEvery = 200; // ms: a WebSocket does not tell when its bufferedAmount changes

const kind = /** @type {HTMLSelectElement} */ (find("kind"));
const template = /** @type {HTMLTemplateElement} */ (find("lane"));
const code = /** @type {HTMLInputElement} */ (find("code"));
const reason = /** @type {HTMLInputElement} */ (find("reason"));
const lanes = [
  createEchoLane("websocket", bareSocket, template, () => kind.value),
  ...["sse", "stream", "longpoll", "shortpoll"].map((name) => createEchoLane(name, (listener) => heldSession(name, listener), template, () => kind.value)),
];

find("lanes").append(...lanes.map((lane) => lane.element));
find("send-all").addEventListener("click", () => lanes.forEach((lane) => lane.send()));
find("open-all").addEventListener("click", () => lanes.forEach((lane) => lane.element.dataset.state === "closed" && lane.open()));
find("close-all").addEventListener("click", onCloseAll);
onLanguage(() => lanes.forEach((lane) => lane.draw()));
initLanguages();
translate();
lanes.forEach((lane) => lane.open());
setInterval(() => lanes.forEach((lane) => lane.draw()), LookEvery);

/** A page may close a WebSocket with 1000 or 3000 to 4999, and a reason of 123 bytes; the browser throws at anything else, so it is said before. */
function onCloseAll() {
  const number = Number(code.value);
  const isGood = number === 1000 || (Number.isInteger(number) && number >= 3000 && number <= 4999);
  const isShort = new TextEncoder().encode(reason.value).length <= 120;
  find("fault").textContent = !isGood ? t("echo.fault.code") : !isShort ? t("echo.fault.reason") : "";
  if (isGood && isShort) {
    lanes.forEach((lane) => lane.close(number, reason.value));
  }
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
