/**
 * Makes the children of a list those of the items, in order; one whose sign is the same stays the very element it was, so that focus, scrolling and selection stay too.
 * @template T
 * @param {HTMLElement} list
 * @param {T[]} items
 * @param {(item: T) => string | number} keyOf
 * @param {(item: T) => string} signOf
 * @param {(item: T) => HTMLElement} make
 */
export function keyed(list, items, keyOf, signOf, make) {
  const before = new Map([...list.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key, /** @type {HTMLElement} */ (child)]))
  let at = list.firstElementChild
  for (const item of items) {
    const key = `${keyOf(item)}`
    const sign = signOf(item)
    let child = before.get(key)
    if (child?.dataset.sign !== sign) {
      const next = make(item)
      next.dataset.key = key
      next.dataset.sign = sign
      if (child) {
        const focused = stops(child).findIndex((stop) => stop === document.activeElement)
        const isOpen = child.querySelector('details')?.open
        if (at === child) at = next
        child.replaceWith(next)
        const details = next.querySelector('details')
        if (details && isOpen) details.open = true // a menu is not shut under the hand
        if (focused >= 0) stops(next)[focused]?.focus()
      }
      child = next
    }
    before.delete(key)
    if (child === at) at = child.nextElementSibling
    else list.insertBefore(child, at)
  }
  for (const child of before.values()) child.remove()
}

/** @param {HTMLElement} element @returns {HTMLElement[]} */
function stops(element) { return [...element.querySelectorAll(/** @type {'a'} */ ('a, button, summary'))] }
