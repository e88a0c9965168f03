/** The server's API. Nothing here throws: every call ends in an `Answer`. */

import { isUnderWay } from "./attempt.js";
import { config } from "./config.js";

/**
 * @typedef {object} Answer
 * @property {"ok" | "error" | "interrupted"} kind `interrupted`: nobody knows what the server did
 * @property {number} status 0 when interrupted
 * @property {any} body the JSON, or null where there is none
 * @property {string} error the server's title, or why there is no answer
 * @property {string} message the server's explanation
 * @property {string[]} details
 * @property {string | null} requestId
 * @property {number | null} retryAfter seconds
 */

// The server answers within 40 s; the rest is for slow networks.
const TIMEOUT_MS = 45_000;
const MAX_WAITS = 6;

let signedOut = false;

/** Where the browser's session stands. Never a 401. */
export function readSession() {
  return send("GET", "/api/auth");
}

/** Signs in as operator of this server. */
export function signInOperator(password) {
  return send("POST", "/api/auth", { method: "operator", password });
}

/**
 * Signs in to VideoEngager with a Partner API Key.
 * @param {{pak: string, externalId: string, email: string} | null} typed null: the server's own
 */
export function signInPak(typed) {
  return send("POST", "/api/auth", { method: "pak", ...typed });
}

/** Signs in to VideoEngager with an own account. */
export function signInLocal(email, password) {
  return send("POST", "/api/auth", { method: "local", email, password });
}

/** Ends the session in all environments. What is still under way then never gets an answer. */
export async function signOut() {
  const answer = await send("DELETE", "/api/auth");
  signedOut = answer.kind === "ok";
  return answer;
}

/** The agents of the tenant. */
export function listAgents() {
  return send("GET", "/api/agents");
}

/**
 * Schedules a meeting. While an earlier try with the same key is under way, waits and asks again.
 * @param {{agentEmail: string, sendNotificationEmail: boolean}} query
 */
export async function createMeeting(query, body, key) {
  for (let waits = 0; ; waits += 1) {
    const answer = await send("POST", "/api/schedules", body, {
      query,
      headers: { "Idempotency-Key": key },
    });
    if (!isUnderWay(answer) || waits === MAX_WAITS) {
      return answer;
    }
    await pause(clamp(answer.retryAfter, 1, 10));
  }
}

/** The meetings of a period. */
export function listMeetings(from, to) {
  const query = { from: from.toISOString(), to: to.toISOString() };
  return send("GET", "/api/schedules", undefined, { query });
}

/** Changes a meeting, if it still is what was read. */
export function updateMeeting(id, change) {
  return send("PUT", path(id), change);
}

/** Cancels a meeting. */
export function deleteMeeting(id) {
  return send("DELETE", path(id));
}

/** Asks for the address at which the agent joins. */
export function joinMeeting(id) {
  return send("POST", `${path(id)}/join`, {});
}

/** A meeting's calendar file; the body is its text. */
export function readCalendar(id) {
  return send("GET", `${path(id)}/meeting.ics`, undefined, {
    headers: { Accept: "text/calendar, application/json" },
    parseBody: (content) => (content.startsWith("BEGIN:VCALENDAR") ? content : null),
  });
}

/** The address of a meeting's calendar file. */
export function calendarUrl(id) {
  return address(`${path(id)}/meeting.ics`, {});
}

function path(id) {
  return `/api/schedules/${encodeURIComponent(id)}`;
}

function address(route, query) {
  return `${route}?${new URLSearchParams({ env: config.environment, ...query })}`;
}

/** @returns {Promise<Answer>} */
async function send(method, route, body, options = {}) {
  const answer = await exchange(method, route, body, options);
  return signedOut ? new Promise(() => {}) : answer;
}

async function exchange(method, route, body, { query = {}, headers = {}, parseBody = parse }) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(address(route, query), {
      method,
      headers: {
        Accept: "application/json",
        ...(body && { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body && JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: abort.signal,
    });
    return read(response, await response.text(), parseBody);
  } catch (reason) {
    return interrupted(abort.signal.aborted ? "no answer in time" : text(reason?.message));
  } finally {
    clearTimeout(timer);
  }
}

function read(response, content, parseBody) {
  const body = response.ok ? parseBody(content) : parse(content);
  if (response.ok) {
    return body === null && response.status !== 204
      ? interrupted("the answer could not be read")
      : { ...answer("ok", response.status), body };
  }
  return {
    ...answer("error", response.status),
    body,
    error: text(body?.error),
    message: text(body?.message),
    details: Array.isArray(body?.details) ? body.details.filter((item) => text(item) !== "") : [],
    requestId: text(body?.requestId) || response.headers.get("X-Request-Id"),
    retryAfter: seconds(response.headers.get("Retry-After")),
  };
}

// What is not a JSON object or array is a proxy's page.
function parse(content) {
  try {
    const value = JSON.parse(content);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function interrupted(reason) {
  return { ...answer("interrupted", 0), error: reason || "no answer" };
}

/** @returns {Answer} */
function answer(kind, status) {
  return {
    kind,
    status,
    body: null,
    error: "",
    message: "",
    details: [],
    requestId: null,
    retryAfter: null,
  };
}

function text(value) {
  return typeof value === "string" ? value.trim() : "";
}

/** Reads `Retry-After`: seconds or an HTTP date. */
function seconds(value) {
  if (value === null || value === "") {
    return null;
  }
  const number = Number(value);
  const wait = Number.isNaN(number) ? (Date.parse(value) - Date.now()) / 1000 : number;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : null;
}

function pause(wait) {
  return new Promise((resolve) => {
    setTimeout(resolve, wait * 1000);
  });
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
