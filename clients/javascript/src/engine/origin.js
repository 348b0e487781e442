/** A page of another origin sees of a refusal only that the request failed; the client's script it may read from anywhere. */

/** @typedef {import('./types.js').Engine} Engine */

/**
 * Whether the server answers, and does not let this page's origin in.
 * @param {Engine} engine
 * @param {AbortSignal} signal
 */
export async function isOriginRefused(engine, signal) {
  try {
    const { status, headers } = await engine.host.fetch(engine.urlOf('client.js'), { signal, credentials: 'omit', cache: 'no-store', redirect: 'manual' })
    return status === 200 && /javascript/.test(headers.get('content-type') ?? '')
  } catch {
    return false
  }
}

/** The page's origin, where it is another than the server's. @param {Engine} engine */
export function foreignOrigin({ options: { page, url } }) {
  const origin = page.location?.origin
  return origin === url.origin ? undefined : origin
}
