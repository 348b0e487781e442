/** The handshake, header by header, and what the server makes of the client's key (RFC 6455, section 4.2.2). */

export const Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Headers that have a text of their own. */
const Explained = ["host", "connection", "upgrade", "origin", "cookie", "user-agent", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-protocol", "sec-websocket-accept", "cache-control", "pragma", "date", "server", "accept-encoding", "accept-language"];

/**
 * @param {string} head
 * @returns {{ line: string, fields: { name: string, value: string, key: string }[] }} The first line, and the fields with the key of their text.
 */
export function readHead(head) {
  const [line, ...rest] = head.split("\r\n").filter((text) => text !== "");
  const fields = rest.map((text) => {
    const [name, ...value] = text.split(":");
    return { name, value: value.join(":").trim(), key: Explained.includes(name.toLowerCase()) ? `header.${name.toLowerCase()}` : "header.other" };
  });
  return { line, fields };
}

/**
 * @param {string} key
 * @returns {Promise<{ joined: string, digest: Uint8Array, accept: string } | null>} Null where the browser hashes nothing: outside https and the own machine.
 */
export async function acceptOf(key) {
  if (!crypto.subtle) {
    return null;
  }

  const joined = key + Guid;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(joined)));
  return { joined, digest, accept: btoa(String.fromCharCode(...digest)) };
}
