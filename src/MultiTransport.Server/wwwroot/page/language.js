const Key = "multitransport-language";
const changed = new EventTarget();
/** @type {Record<string, Record<string, string>>} */
let languages = { en: {} };
let language = "en";

/** @param {Record<string, Record<string, string>>} texts What a page can say, by language; `en` has all of it. */
export function useTexts(texts) {
  languages = texts;
  language = remembered() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
}

/**
 * The text in the language of the page; `{name}` stands for what is given under that name.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  return (languages[language][key] ?? languages.en[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => `${values[name] ?? whole}`);
}

/** Whether there is a text of that name. @param {string} key */
export function hasText(key) {
  return key in languages.en;
}

/**
 * A number with three digits that count.
 *
 * @param {number} value
 */
export function format(value) {
  if (!Number.isFinite(value)) {
    return "–";
  }

  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 || value === 0 ? 2 : 3;
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** The switch between languages at the top of a page. */
export function initLanguages() {
  for (const choice of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=language]"))) {
    choice.checked = choice.value === language;
    choice.addEventListener("change", () => translate(choice.value));
  }
}

/** @param {() => void} listener Called when the language changes. */
export function onLanguage(listener) {
  changed.addEventListener("change", listener);
}

/**
 * Puts the texts where they belong: `data-t` for an element's text, `data-t-label` for what a screen reader calls it.
 *
 * @param {string} [next] The language from now on.
 */
export function translate(next) {
  if (next && next in languages && next !== language) {
    language = next;
    remember(next);
  }

  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  document.title = t(document.body.dataset.title ?? "title");
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-t]"))) {
    element.textContent = t(element.dataset.t ?? "");
  }

  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-t-label]"))) {
    element.ariaLabel = t(element.dataset.tLabel ?? "");
  }

  changed.dispatchEvent(new Event("change"));
}

function remembered() {
  try {
    const known = localStorage.getItem(Key) ?? "";
    return known in languages ? known : null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** @param {string} next */
function remember(next) {
  try {
    localStorage.setItem(Key, next);
  } catch {
    // It is asked again next time.
  }
}
