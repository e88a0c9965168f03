/** What the page asks the server, always for its own environment. */

import { atRoot, send as sendAny, sendOnce } from "../../kit/js/api.js";
import { config } from "./config.js";

/** @typedef {import("../../kit/js/api.js").Answer} Answer */

let signedOut = false;

/** Where the browser's session stands. Never a 401. */
export function readSession() {
  return send("GET", "api/auth");
}

/** Signs in as operator of this server. */
export function signInOperator(password) {
  return send("POST", "api/auth", { body: { method: "operator", password } });
}

/**
 * Signs in to VideoEngager with a Partner API Key.
 * @param {{pak: string, externalId: string, email: string} | null} typed null: the server's own
 */
export function signInPak(typed) {
  return send("POST", "api/auth", { body: { method: "pak", ...typed } });
}

/** Signs in to VideoEngager with an own account. */
export function signInLocal(email, password) {
  return send("POST", "api/auth", { body: { method: "local", email, password } });
}

/** Ends the session in all environments. What is still under way then never gets an answer. */
export async function signOut() {
  const answer = await send("DELETE", "api/auth");
  signedOut = answer.kind === "ok";
  return answer;
}

/** The agents of the tenant. */
export function listAgents() {
  return send("GET", "api/agents");
}

/**
 * Schedules a meeting; the same key schedules at most once.
 * @param {{agentEmail: string, sendNotificationEmail: boolean}} query
 */
export function createMeeting(query, body, key) {
  return unlessSignedOut(sendOnce("POST", "api/schedules", key, { body, query: inEnv(query) }));
}

/** The meetings of a period. */
export function listMeetings(from, to) {
  const query = { from: from.toISOString(), to: to.toISOString() };
  return send("GET", "api/schedules", { query });
}

/** Changes a meeting, if it still is what was read. */
export function updateMeeting(id, change) {
  return send("PUT", path(id), { body: change });
}

/** Cancels a meeting. */
export function deleteMeeting(id) {
  return send("DELETE", path(id));
}

/** Asks for the address at which the agent joins. */
export function joinMeeting(id) {
  return send("POST", `${path(id)}/join`, { body: {} });
}

/** A meeting's calendar file; the body is its text. */
export function readCalendar(id) {
  return send("GET", `${path(id)}/meeting.ics`, {
    headers: { Accept: "text/calendar, application/json" },
    parse: (content) => (content.startsWith("BEGIN:VCALENDAR") ? content : null),
  });
}

/** The address of a meeting's calendar file. */
export function calendarUrl(id) {
  return atRoot(`${path(id)}/meeting.ics`, inEnv());
}

function path(id) {
  return `api/schedules/${encodeURIComponent(id)}`;
}

function inEnv(query = {}) {
  return { env: config.environment, ...query };
}

/** @returns {Promise<Answer>} */
function send(method, route, options = {}) {
  const query = inEnv(options.query);
  return unlessSignedOut(sendAny(method, route, { ...options, query }));
}

async function unlessSignedOut(asked) {
  const answer = await asked;
  return signedOut ? new Promise(() => {}) : answer;
}
