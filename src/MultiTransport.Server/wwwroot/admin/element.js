/**
 * An element with attributes and a text: never one with HTML of anybody's.
 *
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, string>} [attributes]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, attributes = {}, text) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, value);
  }

  if (text !== undefined) {
    made.textContent = text;
  }

  return made;
}
