import { t } from "../language.js";
import { Bounds, Choices, Clear, conditionsOf, presetOf } from "./conditions.js";

/**
 * The form that says what the network does: a preset, or each thing by itself.
 *
 * @param {HTMLFormElement} form
 * @param {() => void} onChange Called when what it says is other than before, and can be.
 */
export function createForm(form, onChange) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    const { name, value } = /** @type {HTMLInputElement} */ (target);
    if (name === "preset") {
      write(conditionsOf(value, read().rate));
    } else {
      mark();
    }

    if (!fault()) {
      onChange();
    }
  });
  return { read, write, fault };

  /** @returns {import("./conditions.js").Conditions} */
  function read() {
    const data = new FormData(form);
    const texts = Object.keys(Choices).map((name) => [name, `${data.get(name)}`]);
    const numbers = Object.keys(Bounds).map((name) => [name, Number(data.get(name) || NaN)]);
    return { ...Clear, ...Object.fromEntries([...texts, ...numbers]) };
  }

  /** @param {import("./conditions.js").Conditions} conditions */
  function write(conditions) {
    for (const [name, value] of Object.entries(conditions)) {
      /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name)).value = `${value}`;
    }

    mark();
  }

  /** Shows which preset that is, if it is one. */
  function mark() {
    const preset = presetOf(read());
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[name=preset]"))) {
      radio.checked = radio.value === preset;
    }
  }

  /** What is wrong with it; null where nothing is. */
  function fault() {
    const conditions = read();
    for (const [name, [least, most]] of Object.entries(Bounds)) {
      const value = conditions[/** @type {keyof typeof Bounds} */ (name)];
      if (!(value >= least && value <= most) || (name !== "rate" && !Number.isInteger(value))) {
        return t(`network.fault.${name}`, { least: least.toLocaleString(), most: most.toLocaleString() });
      }
    }

    return null;
  }
}
