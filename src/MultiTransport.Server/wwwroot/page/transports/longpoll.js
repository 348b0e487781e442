import { poll } from "./polling.js";

/** A poll that the server holds until there is something to say, then the next one at once. */

/** @type {import("../types.js").Transport} */
export const longpoll = {
  name: "longpoll",
  api: "fetch(next)",
  way: "held up to 20 s, POSTs up",
  connect: (url, events) => poll(url, { wait: 20, pause: 0 }, events),
};
