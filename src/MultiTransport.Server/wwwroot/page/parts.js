/**
 * @param {HTMLElement} element
 * @returns {Record<string, HTMLElement>} Its parts by the name in their `data-part`.
 */
export function findParts(element) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-part]"));
  return Object.fromEntries([...found].map((part) => [part.dataset.part, part]));
}
