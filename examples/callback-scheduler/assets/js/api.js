/** The server's API. Nothing here throws: every call ends in an `Answer`. */

/**
 * @typedef {object} Answer
 * @property {"ok" | "error" | "interrupted"} kind `interrupted`: nobody knows what the server did
 * @property {number} status 0 when interrupted
 * @property {any} body the JSON of a success
 * @property {string} error the server's sentence
 * @property {string[]} details
 * @property {string | null} requestId
 * @property {number | null} retryAfter seconds
 */

// The server answers a booking within 30 s; the rest is for slow networks.
const TIMEOUT_MS = 45_000;
const MAX_WAITS = 6;

/**
 * Books a callback. While an earlier try with the same key is under way, waits and asks again.
 * @returns {Promise<Answer>}
 */
export async function bookCallback(body, key) {
  for (let waits = 0; ; waits += 1) {
    const answer = await send("POST", "/api/schedule-callback", body, { "Idempotency-Key": key });
    if (answer.status !== 409 || waits === MAX_WAITS) {
      return answer;
    }
    await pause(clamp(answer.retryAfter ?? 2, 1, 10));
  }
}

/** Reads the booking behind a link. */
export function loadBooking(token) {
  return send("GET", `/api/manage/${token}`);
}

/** Cancels a booking. Repeating it does no harm. */
export function cancelBooking(token) {
  return send("POST", `/api/manage/${token}/cancel`, {});
}

/** Moves a booking to another time. */
export function moveBooking(token, change) {
  return send("POST", `/api/manage/${token}/move`, change);
}

/** @returns {Promise<Answer>} */
async function send(method, path, body, headers = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, {
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
    return read(response, await json(response));
  } catch {
    return answer("interrupted", 0);
  } finally {
    clearTimeout(timer);
  }
}

// A cut body rejects, which counts as interrupted; a body that is not JSON is a proxy's page.
async function json(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function read(response, body) {
  const object = body !== null && typeof body === "object" ? body : null;
  if (response.ok) {
    return object === null
      ? answer("interrupted", 0)
      : { ...answer("ok", response.status), body: object };
  }
  return {
    ...answer("error", response.status),
    error: typeof object?.error === "string" ? object.error : "",
    details: Array.isArray(object?.details)
      ? object.details.filter((item) => typeof item === "string")
      : [],
    requestId:
      typeof object?.requestId === "string"
        ? object.requestId
        : response.headers.get("X-Request-Id"),
    retryAfter: seconds(response.headers.get("Retry-After")) ?? seconds(object?.retryAfter),
  };
}

/** @returns {Answer} */
function answer(kind, status) {
  return { kind, status, body: null, error: "", details: [], requestId: null, retryAfter: null };
}

/** Reads `Retry-After`: seconds or an HTTP date. */
function seconds(value) {
  if (value === null || value === undefined || value === "") {
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
