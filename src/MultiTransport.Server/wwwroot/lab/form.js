import { t } from "./language.js";
import { Bounds, bytesPerSecond, MaxBytesPerSecond, Names } from "./settings.js";

/**
 * The form that says what to measure.
 *
 * @param {HTMLFormElement} form
 */
export function createForm(form) {
  return { read, write, lock, fault };

  /** @returns {import("./settings.js").Settings} */
  function read() {
    const data = new FormData(form);
    const number = (/** @type {string} */ name) => Number(data.get(name) || NaN);
    return {
      transports: Names.filter((name) => data.getAll("transport").includes(name)),
      direction: `${data.get("direction")}`,
      rate: number("rate"),
      size: number("size"),
      isBinary: data.get("kind") === "binary",
      seconds: number("seconds"),
      poll: number("poll"),
    };
  }

  /** @param {import("./settings.js").Settings} settings */
  function write({ transports, direction, rate, size, isBinary, seconds, poll }) {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[name=transport]"))) {
      box.checked = transports.includes(box.value);
    }

    for (const [name, value] of Object.entries({ direction, rate, size, kind: isBinary ? "binary" : "text", seconds, poll })) {
      /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name)).value = `${value}`;
    }
  }

  /** While something runs, nothing can be changed. @param {boolean} isLocked */
  function lock(isLocked) {
    for (const field of /** @type {NodeListOf<HTMLFieldSetElement>} */ (form.querySelectorAll("fieldset"))) {
      field.disabled = isLocked;
    }
  }

  /** What is wrong with it, and the field; null where nothing is. */
  function fault() {
    const settings = read();
    if (settings.transports.length === 0) {
      return { field: "transport", text: t("fault.none") };
    }

    for (const [name, [least, most]] of Object.entries(Bounds)) {
      const value = settings[/** @type {keyof typeof Bounds} */ (name)];
      if (!(value >= least && value <= most) || (name !== "rate" && !Number.isInteger(value))) {
        return { field: name, text: t(`fault.${name}`, { least: least.toLocaleString(), most: most.toLocaleString() }) };
      }
    }

    const asked = bytesPerSecond(settings);
    return asked > MaxBytesPerSecond ? { field: "rate", text: t("fault.much", { asked: mebi(asked), most: mebi(MaxBytesPerSecond) }) } : null;
  }
}

/** @param {number} bytes */
function mebi(bytes) {
  return `${(bytes / 1024 / 1024).toLocaleString(undefined, { maximumFractionDigits: 1 })} MiB`;
}
