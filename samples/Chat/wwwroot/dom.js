/** Builds elements: no text ever becomes markup. */

/**
 * @template {string} T
 * @typedef {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement} Named
 */

/**
 * @template {string} N
 * @param {N} name `button`, or with classes `button.primary.small`
 * @param {Record<string, any>} [properties] any: whatever properties elements have; `on…` are listeners, `aria…` and `role` go by reflection, `data` is the dataset
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {N extends `${infer T}.${string}` ? Named<T> : Named<N>}
 */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.')
  const element = document.createElement(tag || 'div')
  element.classList.add(...classes)
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'data') Object.assign(element.dataset, value)
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (value !== undefined) /** @type {any} */ (element)[key] = value // any: as said above
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => /** @type {Node | string} */ (child)))
  return /** @type {any} */ (element) // any: what the name says
}

const Shapes = {
  back: 'M15 5l-7 7 7 7',
  send: 'M4 12l16-8-5 16-3-7z',
  clip: 'M8 12.500l6-6a3 3 0 0 1 4.500 4.500l-8 8a5 5 0 0 1-7-7l7.500-7.500',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  people: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20c0-4 3-6 6-6s6 2 6 6M16 11a3 3 0 0 0 0-6M17 14c2.500.5 4 2.500 4 6',
  once: 'M5 13l4 4L19 7',
  twice: 'M2 13l4 4L16 7M11 16l1 1L22 7',
  clock: 'M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  alert: 'M12 8v5M12 16.500h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  down: 'M12 5v14M6 13l6 6 6-6'
}

/** A drawing beside a text that says the same. @param {keyof typeof Shapes} shape */
export function icon(shape) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.classList.add('icon')
  const path = document.createElementNS(svg.namespaceURI, 'path')
  path.setAttribute('d', Shapes[shape])
  svg.append(path)
  return svg
}
