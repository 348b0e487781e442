/**
 * An answer that is no success, with what the server says to do about it.
 *
 * @typedef {"resume" | "renegotiate" | "stop"} Action
 */
export class Problem extends Error {
  /**
   * @param {string} code
   * @param {Action} action
   */
  constructor(code, action) {
    super(code);
    this.code = code;
    this.action = action;
  }

  /**
   * @param {Response} response
   * @returns {Promise<Problem>}
   */
  static async from(response) {
    const text = await response.text();
    try {
      const { code, action } = JSON.parse(text);
      return new Problem(code ?? `HTTP ${response.status}`, action ?? assume(response));
    } catch {
      return new Problem(`HTTP ${response.status}`, assume(response)); // a proxy's page, not the server's answer
    }
  }
}

/**
 * @param {Error} error
 * @returns {string} The same in every browser; their own words for a fetch that found nobody differ.
 */
export function reasonOf(error) {
  switch (error.name) {
    case "TypeError":
      return "no answer";
    case "TimeoutError":
      return "no answer in time";
    default:
      return error.message;
  }
}

/**
 * @param {Response} response
 * @returns {Action}
 */
function assume({ status }) {
  return status >= 500 || status === 429 ? "resume" : "renegotiate";
}
