import { poll } from "./polling.js";

/** A poll that is never held, once a second: it works wherever HTTP answers, and waits half a second on average. */

/** @type {import("../types.js").Transport} */
export const shortpoll = {
  name: "shortpoll",
  api: "fetch(next)",
  way: "once a second, POSTs up",
  connect: (url, events) => poll(url, { wait: 0, pause: 1_000 }, events),
};
