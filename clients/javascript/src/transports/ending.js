/** How carriers end, in one form. */

import { actionOf, codeName, codeNumber, isAction } from '../wire/codes.js'
import { WireFault } from '../wire/frames.js'

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

/**
 * An error that reading a carrier threw.
 * @param {unknown} error
 * @returns {Ending}
 */
export const faulted = (error) => error instanceof WireFault ? failed(error.code, `${error.message}.`) : failed('cut', describe(error))

/**
 * An HTTP answer that is no carrier.
 * @param {Response} response
 * @param {string} text its body
 * @returns {Ending}
 */
export function refused(response, text) {
  const { status } = response
  const problem = readProblem(text)
  const retryAfter = readRetryAfter(response.headers.get('retry-after'))
  if (!problem) {
    const what = response.type === 'opaqueredirect' ? 'a redirect' : `HTTP ${status}, but not of this protocol`
    return { ...failed('not-ours', `The answer is ${what}: a portal, or another server.`), status: status || 302, retryAfter }
  }
  const number = codeNumber(problem.code)
  const action = number ? actionOf(number) : isAction(problem.action) ? problem.action : 'resume'
  return { reason: problem.code, detail: problem.detail, number, action, status, retryAfter }
}

/** @param {unknown} error */
export const describe = (error) => error instanceof Error ? error.message.replace(/[^.]$/, '$&.') : String(error)

/** @param {string} text */
function readProblem(text) {
  try {
    const { code, detail, action } = JSON.parse(text)
    return typeof code === 'string' ? { code, detail: String(detail ?? ''), action } : null
  } catch {
    return null
  }
}

/** Seconds; dates are not ours. @param {string | null} header */
function readRetryAfter(header) {
  const seconds = header === null ? NaN : Number(header)
  return seconds >= 0 ? Math.min(seconds, 3600) * 1000 : undefined
}
