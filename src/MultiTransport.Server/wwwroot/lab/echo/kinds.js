/** What a message can be made of, and whether its echo is the same. */

export const Kinds = ["string", "json", "buffer", "array", "blob"];

/**
 * @typedef {string | ArrayBuffer | Uint8Array<ArrayBuffer> | Blob} Sendable
 *
 * @param {string} kind
 * @param {string} text
 * @returns {Sendable}
 */
export function make(kind, text) {
  const bytes = new TextEncoder().encode(text);
  switch (kind) {
    case "json":
      return JSON.stringify({ text, length: text.length, at: new Date().toISOString() });
    case "buffer":
      return bytes.buffer;
    case "array":
      return bytes;
    case "blob":
      return new Blob([bytes]);
    default:
      return text;
  }
}

/**
 * Text as it is; of bytes how many, and the first of them in hexadecimal digits.
 *
 * @param {Sendable} data
 */
export async function describe(data) {
  if (typeof data === "string") {
    return { type: "string", text: data };
  }

  const bytes = await bytesOf(data);
  const shown = [...bytes.slice(0, 24)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return { type: data.constructor.name, text: `${bytes.length} B: ${shown}${bytes.length > 24 ? " …" : ""}` };
}

/**
 * @param {Sendable} sent
 * @param {Sendable} received
 */
export async function isSame(sent, received) {
  if (typeof sent === "string" || typeof received === "string") {
    return sent === received;
  }

  const [one, other] = [await bytesOf(sent), await bytesOf(received)];
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** @param {Exclude<Sendable, string>} data */
async function bytesOf(data) {
  return new Uint8Array(data instanceof Blob ? await data.arrayBuffer() : data);
}
