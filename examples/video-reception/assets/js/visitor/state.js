/** Where a visitor is, from the form to the end of the call. No document. */

/**
 * @typedef {object} State
 * @property {"form" | "check" | "ringing" | "call" | "over"} phase
 * @property {string | null} callId
 * @property {string} staffId whom the visitor chose last
 * @property {string} staffName
 * @property {number} ringSeconds how long it rings
 * @property {boolean} wasLive whether the two have talked
 * @property {any} ended what the server said of the end
 * @property {string} problem why nothing could be started
 */

/** @type {State} */
export const START = {
  phase: "form",
  callId: null,
  staffId: "",
  staffName: "",
  ringSeconds: 60,
  wasLive: false,
  ended: null,
  problem: "",
};

/**
 * @param {State} state
 * @param {{type: string, [name: string]: any}} event
 * @returns {State}
 */
export function next(state, event) {
  switch (event.type) {
    case "chosen":
      return { ...START, phase: "check", staffId: event.staffId, staffName: event.staffName };
    case "back":
      return { ...state, phase: "form", problem: "" };
    case "started":
      return {
        ...state,
        phase: "ringing",
        callId: event.callId,
        staffId: event.selectedStaffId ?? state.staffId,
        staffName: event.staffName ?? state.staffName,
        ringSeconds: event.ringTimeoutSeconds ?? state.ringSeconds,
        wasLive: false,
        ended: null,
        problem: "",
      };
    case "refused":
      // What is refused before it rings leads back to where another person can be chosen.
      return isPending(state) ? { ...state, phase: "check", callId: null, problem: event.message } : state;
    case "resumed":
      return {
        ...state,
        phase: event.live ? "call" : "ringing",
        callId: event.callId,
        staffId: event.staffId ?? state.staffId,
        staffName: event.peerName ?? state.staffName,
        wasLive: event.live,
        ended: null,
      };
    case "accepted":
      return isOf(state, event)
        ? { ...state, phase: "call", staffName: event.staffName ?? state.staffName, wasLive: true }
        : state;
    case "transferred":
      return isOf(state, event) ? { ...state, phase: "ringing", staffName: event.staffName } : state;
    case "ended":
      return isOf(state, event) ? { ...state, phase: "over", callId: null, ended: event } : state;
    case "gone":
      // The server knows nothing of the call any more.
      return isPending(state) || state.phase === "call"
        ? { ...state, phase: "over", callId: null, ended: { code: "disconnected", endedBy: "System" } }
        : state;
    default:
      return state;
  }
}

function isPending({ phase }) {
  return phase === "check" || phase === "ringing";
}

function isOf(state, { callId }) {
  return state.callId !== null && state.callId === callId && state.phase !== "over";
}
