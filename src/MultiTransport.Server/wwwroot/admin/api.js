const Kept = "multitransport-api-key";

let key = kept();

/** What an API call was refused for. */
export class Refused extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Whether there is a key to try. */
export function hasKey() {
  return key !== "";
}

/** Takes a key for this tab. @param {string} next Empty: there is none. */
export function useKey(next) {
  key = next;
  try {
    next ? sessionStorage.setItem(Kept, next) : sessionStorage.removeItem(Kept);
  } catch {
    // It holds until the page is left.
  }
}

/** In development, the server gives the page a key. @returns {Promise<boolean>} Whether it did. */
export async function askForKey() {
  const answer = await fetch("/admin/key");
  if (answer.status !== 200) {
    return false;
  }

  key = (await answer.json()).key; // it holds while the server lives: not kept
  return true;
}

/**
 * @param {string} path
 * @param {Record<string, string>} [query] Empty values are left out.
 * @param {string} [method]
 * @returns {Promise<any>}
 */
export async function call(path, query = {}, method = "GET") {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
  const answer = await fetch(search.size ? `${path}?${search}` : path, { method, headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });
  if (answer.ok) {
    return answer.json();
  }

  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem.detail ?? `HTTP ${answer.status}`);
}

function kept() {
  try {
    return sessionStorage.getItem(Kept) ?? "";
  } catch {
    return "";
  }
}
