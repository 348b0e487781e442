/** Asks before something is ended. @param {HTMLDialogElement} dialog */
export function createSure(dialog) {
  const title = /** @type {HTMLElement} */ (dialog.querySelector("h2"));
  const reason = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));

  return {
    /** @param {string} question @returns {Promise<string | undefined>} The reason that was given; nothing where it was thought better of. */
    ask(question) {
      title.textContent = question;
      reason.value = "";
      dialog.returnValue = "no";
      dialog.showModal();
      return new Promise((resolve) => {
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? reason.value : undefined), { once: true });
      });
    },
  };
}
