/** What proves who somebody is belongs in no picture, not even in its own viewer's: a picture travels. */

const Hidden = "••••";

/**
 * @param {string} text
 * @param {string} token The page's own at the server.
 */
export function hide(text, token) {
  return (token ? text.replaceAll(token, "…") : text)
    .replace(/("(?:secret|key)"\s*:\s*")[\w-]{22}(?=")/g, `$1${Hidden}`)
    .replace(/\b([\w-]{22})\.[\w-]{22}(?![\w-])/g, `$1.${Hidden}`); // id.secret, and the token of a place
}
