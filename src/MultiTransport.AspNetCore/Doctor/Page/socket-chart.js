import { element } from "./elements.js";

/**
 * What both ends saw of the WebSocket, in the order of time.
 *
 * @param {any} probe
 * @param {any} reading
 */
export function socketChart(probe, reading) {
  const heading = element("h3", {}, "WebSocket, seen from both ends");
  if (!probe) {
    return [heading, element("p", { class: "note" }, "It was not tried.")];
  }

  const { server } = probe;
  const rows = [
    row("this browser", "saw it open", "never saw it open", probe.opened),
    ...(probe.opened === undefined
      ? []
      : [
          row("this browser", "heard the server's greeting", "never heard the server's greeting", probe.greeted),
          row("this browser", "heard the server's answer to its own greeting", "never heard the server's answer to its own greeting", probe.answered),
        ]),
    ...(probe.ended === undefined ? [] : [row("this browser", `was told that it is over${probe.code ? ` (close ${probe.code})` : ""}`, "", probe.ended)]),
    ...(probe.gaveUp === undefined ? [] : [row("this browser", "gave up waiting", "", probe.gaveUp)]),
    ...recordRows(server),
  ];
  return [heading, element("p", { class: "note" }, `${reading.evidence}.`), element("ol", { class: "timeline" }, ...rows)];
}

/** @param {any} server */
function recordRows(server) {
  if (!server) {
    return [row("the server", "", "could not be asked what it saw", undefined)];
  }

  const { handshake } = server;
  if (!handshake.arrived) {
    return [row("the server", "", "never got the handshake", undefined)];
  }

  const saw = [handshake.method, handshake.protocol, handshake.upgrade ? `Upgrade: ${handshake.upgrade}` : "no Upgrade", handshake.connection ? `Connection: ${handshake.connection}` : "no Connection"];
  return [
    element("li", { class: "yes" }, element("span", { class: "who" }, "the server"), element("span", {}, `got ${saw.join(", ")}${handshake.via ? `, Via: ${handshake.via}` : ""}; answered ${handshake.answered}`)),
    ...(handshake.answered === 101 || handshake.answered === 200
      ? [row("the server", "heard this browser's greeting", "never heard this browser's greeting", server.greeted), row("the server", "heard this browser's answer to its own greeting", "never heard this browser's answer to its own greeting", server.answered)]
      : []),
  ];
}

/**
 * @param {string} who
 * @param {string} yes What it says where it happened.
 * @param {string} no And where it did not.
 * @param {number | undefined} at
 */
function row(who, yes, no, at) {
  const happened = at !== undefined;
  return element(
    "li",
    { class: happened ? "yes" : "no" },
    element("span", { class: "who" }, who),
    element("span", {}, happened ? yes : no),
    ...(happened ? [element("span", { class: "at" }, `${Math.round(at)} ms`)] : []),
  );
}
