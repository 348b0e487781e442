/**
 * What is told of one transport: the same names as the command line's.
 *
 * @typedef {ReturnType<typeof figuresOf>} Figures
 *
 * @param {import("./run.js").Subject} subject
 */
export function figuresOf({ name, lane, down, up, sent, wire, connections }) {
  const messages = wire ? wire.up.messages + wire.down.messages : 0;
  const each = (/** @type {number} */ value) => (messages > 0 ? value / messages : NaN);
  const sum = (/** @type {string} */ part) => (wire ? each(wire.up[part] + wire.down[part]) : NaN);
  return {
    transport: name,
    state: lane.state,
    why: lane.why,
    down: latencyOf(down),
    up: { ...latencyOf(up), sent },
    bytes: {
      up: wire ? each(wire.up.total) : NaN,
      down: wire ? each(wire.down.total) : NaN,
      headers: sum("headers"),
      framing: sum("framing") + sum("tls"),
      payload: sum("payload"),
      total: sum("total"),
    },
    requests: wire ? each(wire.requests) : NaN,
    connections,
  };
}

/** @param {import("./measures/track.js").Track} track */
function latencyOf({ histogram, lost, doubled, below }) {
  return {
    count: histogram.count,
    lost,
    doubled,
    below,
    p50: histogram.percentile(50),
    p90: histogram.percentile(90),
    p99: histogram.percentile(99),
    max: histogram.count > 0 ? histogram.max : NaN,
  };
}
