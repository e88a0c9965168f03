/** Calls to the server. Nothing here throws: every call ends in an `Answer`. */

/**
 * @typedef {object} Answer
 * @property {"ok" | "error" | "interrupted"} kind `interrupted`: nobody knows what the server did
 * @property {number} status 0 when interrupted
 * @property {any} body the JSON, or null where there is none
 * @property {string} error the server's sentence, or why there is no answer
 * @property {string} message the server's explanation
 * @property {string[]} details what is wrong with which field
 * @property {string | null} requestId
 * @property {number | null} retryAfter seconds
 */

/**
 * @typedef {object} Options
 * @property {any} [body] sent as JSON
 * @property {Record<string, string>} [query]
 * @property {Record<string, string>} [headers]
 * @property {(content: string) => any} [parse] reads the body of a success; null: it is odd
 */

// A server answers within 40 s; the rest is for slow networks.
const TIMEOUT_MS = 45_000;
const MAX_WAITS = 6;

/**
 * The address of something of this server. Scripts lie two folders below its root, wherever that
 * is, and whatever the page's own address is.
 * @param {string} path without a slash at the start
 */
export function atRoot(path, query = {}) {
  const url = new URL(`../../${path}`, import.meta.url);
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, value);
  }
  return url.href;
}

/**
 * Asks the server.
 * @param {string} method
 * @param {string} path such as `api/bookings`, without a slash at the start
 * @param {Options} options
 * @returns {Promise<Answer>}
 */
export async function send(method, path, options = {}) {
  const { body, query, headers, parse = parseJson } = options;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(atRoot(path, query), {
      method,
      headers: {
        Accept: "application/json",
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: abort.signal,
    });
    return read(response, await response.text(), parse);
  } catch (reason) {
    return interrupted(abort.signal.aborted ? "no answer in time" : text(reason?.message));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Sends a request that must not take effect twice. While an earlier try with the same key is under
 * way, waits and asks again.
 * @param {string} key see `attempt.js`
 * @param {Options} options
 * @returns {Promise<Answer>}
 */
export async function sendOnce(method, path, key, options = {}) {
  const headers = { ...options.headers, "Idempotency-Key": key };
  for (let waits = 0; ; waits += 1) {
    const answer = await send(method, path, { ...options, headers });
    if (!isUnderWay(answer) || waits === MAX_WAITS) {
      return answer;
    }
    await pause(Math.min(Math.max(answer.retryAfter, 1), 10));
  }
}

/**
 * Whether the server is still at work on an earlier try with the same key.
 * @param {Answer} answer
 */
export function isUnderWay({ status, retryAfter }) {
  return status === 409 && retryAfter !== null;
}

function read(response, content, parse) {
  const body = response.ok ? parse(content) : parseJson(content);
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
function parseJson(content) {
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
