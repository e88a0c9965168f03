/** The calls that wait for a staff member. No document. */

/**
 * @typedef {object} Waiting
 * @property {string} callId
 * @property {string} clientName
 * @property {string} purpose
 * @property {string} timestamp
 * @property {"video" | "audio" | "none"} [media]
 * @property {string} [transferredFrom]
 */

const MEDIA = { audio: "sound only", none: "only watches and listens" };

/**
 * @param {Waiting[]} queue
 * @param {{type: "all", calls: Waiting[]} | {type: "rings", call: Waiting} | {type: "gone", callId: string}} event
 * @returns {Waiting[]} the longest wait first
 */
export function next(queue, event) {
  switch (event.type) {
    case "all":
      // The list knows less of a call than its own event does.
      return inOrder(event.calls.map((call) => ({ ...queue.find(({ callId }) => callId === call.callId), ...call })));
    case "rings":
      return inOrder([...queue.filter(({ callId }) => callId !== event.call.callId), event.call]);
    case "gone":
      return queue.filter(({ callId }) => callId !== event.callId);
    default:
      return queue;
  }
}

function inOrder(queue) {
  return [...queue].sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}

/** How long a call has waited: `waiting for 1:05`. */
export function ageText(timestamp, now) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(timestamp)) / 1000));
  if (!Number.isFinite(seconds)) {
    return "";
  }
  return `waiting for ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What else is known of a call, in a line. */
export function aboutText({ media, transferredFrom }) {
  return [MEDIA[media] ?? "", transferredFrom ? `transferred by ${transferredFrom}` : ""]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Why a call left the list, where its staff member should be told. */
export function withdrawnText(reason, name) {
  const texts = {
    "answered-elsewhere": `You answered ${name} on another device`,
    cancelled: `${name} cancelled the call`,
    timeout: `${name} waited too long and was told that nobody answered`,
    transferred: `${name} was transferred`,
  };
  return texts[reason] ?? "";
}

/** The title of the tab while something rings: it alternates, so that it is noticed. */
export function titleOf(title, queue, isOdd) {
  if (queue.length === 0 || !isOdd) {
    return title;
  }
  return queue.length === 1 ? `● ${queue[0].clientName} is calling` : `● ${queue.length} calls are waiting`;
}
