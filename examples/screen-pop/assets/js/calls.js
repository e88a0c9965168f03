/** What a call is, in words. No document. */

const SOURCES = {
  genesys: "Genesys Cloud",
  genesys_callback: "Genesys Cloud",
  connect: "Amazon Connect",
  flex: "Twilio Flex",
  five9: "Five9",
  typed: "Looked up",
};

/**
 * @typedef {object} Pop
 * @property {string} conversation_id
 * @property {string} source
 * @property {string} phone
 * @property {string | null} meeting_url where the customer of a callback waits with a camera
 * @property {string} at
 * @property {any} answer null if nobody could look
 */

/** Where a call was heard of. */
export function sourceOf(pop) {
  return SOURCES[pop.source] ?? pop.source;
}

/** Whether somebody is calling, or has only been looked up. */
export function isCall(pop) {
  return pop.source !== "typed";
}

/** How the call came about, in two words. */
export function callOf(pop) {
  return pop.source === "genesys_callback" ? "Callback due" : "Incoming call";
}

/** What a pop is: which part of the page shows it. */
export function kindOf(pop) {
  if (pop.answer === null) {
    return "unknown";
  }
  if (pop.answer.found) {
    return "hit";
  }
  return /\p{Nd}/u.test(pop.phone) ? "miss" : "withheld";
}

/** The number as people read it. */
export function numberOf(pop) {
  const number = pop.phone.replace(/^(tel|sips?):/i, "").trim();
  return /\p{Nd}/u.test(number) ? number : "number withheld";
}

/** Who it is, in a few words. */
export function callerOf(pop) {
  const known = kindOf(pop) === "hit" && pop.answer.patient?.name;
  return known || numberOf(pop);
}

/** What a screen reader says when the call comes. */
export function announcementOf(pop) {
  const from = pop.source === "genesys_callback" ? "for" : "from";
  const by = isCall(pop) ? `${callOf(pop)} ${from} ${callerOf(pop)}.` : "";
  const more = pop.answer?.matches?.length ?? 0;
  const found = {
    hit: more > 1 ? `${more} cases.` : "One case.",
    miss: "No case yet. The form for a new one is open.",
    withheld: "The caller withholds the number.",
    unknown: "The caller could not be looked up.",
  }[kindOf(pop)];
  return [by, found].filter((part) => part !== "").join(" ");
}

/** What a gap means for whoever waits for calls. */
export function gapText({ since, until }, clock) {
  const times = [new Date(since), new Date(until)].map(clock);
  const when = times[0] === times[1] ? `at ${times[0]}` : `between ${times[0]} and ${times[1]}`;
  return `The line to Genesys Cloud was down. Calls that rang ${when} may not have popped up.`;
}

/** How calls are heard of, for an agent who may have no user at Genesys Cloud. */
export function listeningText(listening, isLinked) {
  if (listening === "off") {
    return "No queue is listened to: calls come from the buttons here.";
  }
  if (!isLinked) {
    return "Queues are listened to. Your account has no Genesys Cloud user, so none of their calls is yours.";
  }
  return listening === "on"
    ? "Calls of your queues pop up by themselves."
    : "The line to Genesys Cloud is down. It is opened again.";
}
