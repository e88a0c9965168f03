/** What people read when a request fails. No document: tested under Node. */

import { duration } from "./time.js";

/**
 * @typedef {object} Failure
 * @property {string} title
 * @property {string} text
 * @property {string[]} list the server's details that belong to no field
 * @property {string | null} requestId to quote, where quoting helps
 */

/**
 * @typedef {object} Action
 * @property {string} failed the title when the server gives none
 * @property {string} interrupted what to do when there was no answer
 */

/** @type {Record<string, Action>} */
export const ACTIONS = {
  signIn: { failed: "Failed to sign in", interrupted: "Please try again." },
  signOut: { failed: "Failed to sign out", interrupted: "Please try again." },
  loadPage: {
    failed: "The server could not say whether you are signed in",
    interrupted: "Check your connection and try again.",
  },
  loadAgents: {
    failed: "Failed to load the agents",
    interrupted: "Check your connection and load the agents again.",
  },
  loadMeetings: {
    failed: "Failed to load the meetings",
    interrupted: "Check your connection and press Reload.",
  },
  calendar: {
    failed: "Failed to load the calendar file",
    interrupted: "Check your connection and try again.",
  },
  schedule: {
    failed: "Failed to schedule meeting",
    interrupted: "Press the button again. The meeting will not be scheduled twice.",
  },
  reschedule: {
    failed: "Failed to reschedule meeting",
    interrupted: "Press the button again. Repeating it does no harm.",
  },
  cancel: {
    failed: "Failed to cancel meeting",
    interrupted: "Press the button again. Repeating it does no harm.",
  },
};

/**
 * Words for a failed request: the server's own where it has some.
 * @param {import("./api.js").Answer} answer
 * @param {Action} action
 * @returns {Failure}
 */
export function failureOf(answer, action) {
  const { status, error, message, requestId, retryAfter } = answer;
  if (answer.kind === "interrupted") {
    return failure(`Network error: ${error}`, action.interrupted);
  }
  const parts = [
    message === error ? "" : sentence(message),
    retryAfter === null ? "" : `Please try again ${wait(retryAfter)}.`,
  ];
  return {
    ...failure(error || action.failed, parts.filter((part) => part !== "").join(" ")),
    requestId: status >= 500 ? requestId : null,
  };
}

/** Words for a form with wrong fields. */
export function invalidFailure(count) {
  const title = count === 1 ? "Please correct one field" : `Please correct ${count} fields`;
  return failure(title, "See the messages at the fields.");
}

/**
 * The sentence for a refused join.
 * @param {import("./api.js").Answer} answer
 */
export function joinProblem({ kind, status, error }) {
  if (kind === "error" && /^(Failed to join meeting|No full URL)/.test(error)) {
    return error;
  }
  if (kind === "interrupted") {
    return `Failed to join meeting: ${error || "Network error occurred"}`;
  }
  return `Failed to join meeting: ${error || `status ${status}`}`;
}

/** @returns {Failure} */
function failure(title, text) {
  return { title, text, list: [], requestId: null };
}

function wait(seconds) {
  return seconds < 60
    ? `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`
    : `in ${duration(Math.ceil(seconds / 60))}`;
}

function sentence(text) {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
