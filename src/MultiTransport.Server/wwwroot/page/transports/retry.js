/**
 * How long to wait before another try: random, so that many clients do not come back together.
 *
 * @param {number} failures How many tries in a row have failed, at least 1.
 * @returns {number} Milliseconds.
 */
export function backoff(failures) {
  return Math.random() * Math.min(10_000, 500 * 2 ** failures);
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} Whether the time passed; false when the signal came first.
 */
export function delay(milliseconds, signal) {
  return new Promise((resolve) => {
    if (signal.aborted || milliseconds <= 0) {
      resolve(!signal.aborted);
      return;
    }

    const onAbort = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve(true);
    }, milliseconds);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
