import { createControl } from "../../control.js";
import { initLanguages, onLanguage, t, translate } from "../../language.js";
import { drawExchange } from "./drawing.js";
import { Ways } from "./ways.js";

const LookEvery = 1_000; // ms: what is held grows by itself
const MaxMessage = 4_096;

const control = createControl();
const text = /** @type {HTMLTextAreaElement} */ (find("text"));
const kind = /** @type {HTMLSelectElement} */ (find("kind"));
const hold = /** @type {HTMLInputElement} */ (find("hold"));
const list = find("exchanges");
/** @type {Map<string, boolean>} */
const opened = new Map();
/** @type {Map<number, { seen: string, element: HTMLElement }>} */
let drawn = new Map();
/** @type {import("./exchange.js").Exchanged[]} */
let exchanges = [];
/** @type {import("./ways.js").Way | undefined} */
let way;
let token = "";

find("connect").addEventListener("click", connect);
find("close").addEventListener("click", close);
find("send").addEventListener("click", () => send(text.value));
find("send-binary").addEventListener("click", () => send(new TextEncoder().encode(text.value)));
kind.addEventListener("change", connect);
hold.addEventListener("change", look);
onLanguage(() => {
  drawn.clear();
  draw();
});
initLanguages();
translate();
if (location.hash.slice(1) in Ways) {
  kind.value = location.hash.slice(1);
}

connect();
watch();

async function connect() {
  say("wire.state.connecting");
  try {
    const before = way;
    way = undefined;
    await before?.close(); // its farewell goes before the token is forgotten
    const chosen = kind.value;
    history.replaceState(null, "", `#${chosen}`);
    const opening = await control.open(); // a new page for the server, which forgets what it kept for the one before
    if (chosen !== kind.value) {
      return;
    }

    token = opening.token;
    drawn.clear();
    opened.clear();
    let isFirst = true;
    const mine = Ways[chosen](`/lab/wire/${token}/bus`, {
      onMessage: look,
      onChange() {
        if (isFirst && mine === way) {
          isFirst = false;
          say("wire.state.open");
        }

        look();
      },
    });
    way = mine;
  } catch (reason) {
    say("state.failed", { why: /** @type {Error} */ (reason).message });
  }
}

function close() {
  way?.close();
  way = undefined;
  say("http.state.closed");
  look();
}

/** @param {string | Uint8Array<ArrayBuffer>} data */
async function send(data) {
  if (!way) {
    return say("echo.notOpen");
  }

  if ((typeof data === "string" ? new TextEncoder().encode(data) : data).length > MaxMessage) {
    return say("wire.state.long");
  }

  try {
    await way.send(data);
    await look();
  } catch (reason) {
    say("state.failed", { why: /** @type {Error} */ (reason).message });
  }
}

/** Asks the server for what it saw. */
async function look() {
  if (token && !hold.checked) {
    exchanges = (await control.ask("exchanges").catch(() => ({ exchanges }))).exchanges;
    draw();
  }
}

async function watch() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LookEvery));
    if (!document.hidden) {
      await look();
    }
  }
}

/** The newest first. What has not changed stays, and with it what has the focus. */
function draw() {
  /** @type {typeof drawn} */
  const next = new Map();
  for (const exchanged of [...exchanges].reverse()) {
    const { number, isOver, captured } = exchanged;
    const seen = `${isOver} ${captured.dropped} ${captured.pieces.length}`;
    const known = drawn.get(number);
    next.set(number, known?.seen === seen ? known : { seen, element: drawOne(exchanged) });
  }

  drawn = next;
  const wanted = [...next.values()].map(({ element }) => element);
  for (const old of [...list.children]) {
    if (!wanted.includes(/** @type {HTMLElement} */ (old))) {
      old.remove();
    }
  }

  let place = list.firstElementChild;
  for (const element of wanted) {
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(element, place);
    }
  }
}

/** @param {import("./exchange.js").Exchanged} exchanged */
function drawOne(exchanged) {
  const { number } = exchanged;
  return drawExchange(exchanged, {
    token,
    isOpen: (part) => opened.get(`${number} ${part}`) ?? number === 1, // the first one's heads are read, the others' are the same
    onToggle: (part, isOpen) => opened.set(`${number} ${part}`, isOpen),
  });
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
function say(key, values) {
  find("state").textContent = t(key, values);
}

/** @param {string} id */
function find(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
