import { element, find } from "./elements.js";

/** What is being measured, shown from the first moment on. */

/** @type {Record<string, string>} */
const Steps = {
  answers: "does this server answer",
  websocket: "WebSocket, both ways",
  streams: "held answers of every kind",
  caches: "one URL, asked for twice",
  sizes: "sizes and methods",
  others: "other addresses of the server",
};

export function resetSteps() {
  find("steps").hidden = false;
  find("steps").replaceChildren(...Object.entries(Steps).map(([name, text]) => element("li", { "data-step": name, "data-state": "waiting" }, text)));
  /** @type {HTMLElement} */ (find("steps").querySelector("[data-step=others]")).hidden = true;
}

/**
 * @param {string} name
 * @param {"doing" | "done"} state
 */
export function tellStep(name, state) {
  const step = /** @type {HTMLElement} */ (find("steps").querySelector(`[data-step=${name}]`));
  step.hidden = false;
  step.dataset.state = state;
}

export function hideSteps() {
  find("steps").hidden = true;
}
