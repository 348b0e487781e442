/** How carriers end, in one form. */

import { SessionError } from '../error.js'
import { attempt } from '../wire/bytes.js'
import { actionOf, codeName, codeNumber, isAction } from '../wire/codes.js'

/** @typedef {import('./index.js').Ending} Ending */

/**
 * @param {string} reason
 * @param {string} detail
 * @returns {Ending}
 */
export const failed = (reason, detail) => ({ reason, detail, number: 0, action: 'resume' })

/**
 * @param {number} number
 * @param {string} reason
 * @returns {Ending}
 */
export const closed = (number, reason) => ({ reason: codeName(number), detail: reason, number, action: actionOf(number) })

/** @param {string} what @returns {Ending} */
export const foreign = (what) => failed('not-ours', `The answer is ${what}, not of this protocol: a portal, or another server.`)

/**
 * An error that a carrier threw.
 * @param {unknown} error
 * @returns {Ending}
 */
export const faulted = (error) => failed(error instanceof SessionError ? error.code : 'cut', describe(error))

/**
 * An HTTP answer that is no carrier.
 * @param {Response} response
 * @param {string} text its body
 * @returns {Ending}
 */
export function refused({ status, type, headers }, text) {
  const { code, detail = '', action } = attempt(() => JSON.parse(text)) ?? {}
  const number = codeNumber(code)
  return {
    ...typeof code === 'string' ? { reason: code, detail: `${detail}`, number, action: number ? actionOf(number) : isAction(action) ? action : 'resume' }
      : foreign(type === 'opaqueredirect' ? 'a redirect' : `HTTP ${status}`),
    status: status || 302,
    // Seconds; dates are not ours.
    retryAfter: Math.min(Number(headers.get('retry-after')), 3600) * 1000 || 0
  }
}

/** @param {unknown} error */
export const describe = (error) => `${/** @type {Partial<Error> | null} */ (error)?.message ?? error}`
