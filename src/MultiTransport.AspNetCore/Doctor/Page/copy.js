/**
 * @param {string} text
 * @returns {Promise<boolean>} Whether it is on the clipboard now.
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text); // not there on plain http
    return true;
  } catch {
    return copyByHand(text);
  }
}

/** @param {string} text */
function copyByHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "offstage";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
  }
}
