/** What people read when a request fails. No document: tested under Node. */

/** @type {Record<string, import("../../kit/js/messages.js").Action>} */
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
    interrupted: "Check your connection.",
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
 * The sentence for a refused join.
 * @param {import("../../kit/js/api.js").Answer} answer
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
