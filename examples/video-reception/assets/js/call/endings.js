/** How a call ended, in words for the side that reads them, and what can be done next. No document. */

/**
 * @typedef {object} Ending
 * @property {string} title
 * @property {string} text
 * @property {"calm" | "sorry"} tone
 * @property {("again" | "other" | "fallback")[]} ways for the visitor
 */

const NEXT = ["other", "again", "fallback"];

const VISITOR = {
  declined: (name) => sorry(`${name} cannot take your call now`, "You can call somebody else.", ["other", "fallback"]),
  busy: (name) => sorry(`${name} is in another call`, "You can call somebody else, or try again a little later.", NEXT),
  "no-answer": (name) => sorry(`${name} did not answer`, "You can call somebody else, or try again.", NEXT),
  cancelled: () => calm("You cancelled the call", "Nobody was disturbed any further.", ["again", "other"]),
  disconnected: (name) => sorry("The connection was lost", `${name} is not reachable any more. You can call again.`, NEXT),
  "signed-out": (name) => sorry(`${name} has left the desk`, "You can call somebody else.", ["other", "fallback"]),
  "staff-removed": (name) => sorry(`${name} is not here any more`, "You can call somebody else.", ["other", "fallback"]),
  "server-restarted": () => sorry("The reception was restarted", "Your call was interrupted. Please call again.", NEXT),
  transferred: (name) => sorry(`${name} could not transfer your call`, "You can call somebody else.", ["other", "fallback"]),
};

const STAFF = {
  cancelled: () => calm("The visitor cancelled the call", ""),
  "no-answer": () => calm("The call rang for too long", "The visitor was told that nobody answered."),
  disconnected: (name) => sorry("The connection was lost", `${name} did not come back in time.`, []),
  "server-restarted": () => sorry("The reception was restarted", "The call was interrupted.", []),
  transferred: (name) => calm("The call was transferred", `${name} talks to a colleague now.`),
};

/**
 * @param {{code?: string, endedBy?: string, reason?: string}} ended as the server tells it
 * @param {{role: "client" | "staff", name: string, wasLive: boolean}} about `name` of the other side
 * @returns {Ending}
 */
export function endingOf({ code = "", endedBy = "", reason = "" }, { role, name, wasLive }) {
  const known = (role === "client" ? VISITOR : STAFF)[code];
  if (known !== undefined) {
    return known(name);
  }
  const mine = endedBy === role;
  if (wasLive && (code === "hangup" || code === "")) {
    const ways = role === "client" ? ["again"] : [];
    return calm("The call has ended", mine ? "You ended it." : `${name} ended it.`, ways);
  }
  return sorry("The call has ended", reason, role === "client" ? NEXT : []);
}

/** How long something took: `2 minutes 5 seconds`. */
export function lengthText(seconds) {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  const part = (count, name) => `${count} ${name}${count === 1 ? "" : "s"}`;
  return minutes === 0 ? part(rest, "second") : `${part(minutes, "minute")} ${part(rest, "second")}`;
}

function calm(title, text, ways = []) {
  return { title, text, ways, tone: "calm" };
}

function sorry(title, text, ways) {
  return { title, text, ways, tone: "sorry" };
}
