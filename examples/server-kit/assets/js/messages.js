/** What people read when a request fails. No document. */

import { soon } from "./time.js";

/**
 * @typedef {object} Failure
 * @property {string} title
 * @property {string} text
 * @property {string[]} list the server's details that belong to no field
 * @property {string | null} requestId to quote, where quoting helps
 * @property {number | null} wait seconds until another try makes sense
 */

/**
 * @typedef {object} Action
 * @property {string} failed the title when the server gives none
 * @property {string} interrupted what to do when there was no answer
 */

/**
 * A failure in words.
 * @returns {Failure}
 */
export function failure(title, text, more = {}) {
  return { title, text, list: [], requestId: null, wait: null, ...more };
}

/**
 * Words for a failed request: the server's own where it has some.
 * @param {import("./api.js").Answer} answer
 * @param {Action} action
 */
export function failureOf(answer, action) {
  const { status, error, message, requestId, retryAfter } = answer;
  if (answer.kind === "interrupted") {
    return failure(`Network error: ${error}`, action.interrupted);
  }
  const parts = [
    message === error ? "" : sentence(message),
    retryAfter === null ? "" : `Please try again ${soon(retryAfter)}.`,
  ];
  const text = parts.filter((part) => part !== "").join(" ");
  return failure(error || action.failed, text, { requestId: status >= 500 ? requestId : null });
}

/** Words for a form with wrong fields. */
export function invalidFailure(count) {
  const title = count === 1 ? "Please correct one field" : `Please correct ${count} fields`;
  return failure(title, "See the messages at the fields.");
}

/** A text with a full stop, unless it ends in one. */
export function sentence(text) {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
