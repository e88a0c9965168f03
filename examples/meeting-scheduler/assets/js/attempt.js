/** The idempotency key of a try, so that a repeated press cannot schedule twice. */

export class Attempt {
  #content = "";
  #key = "";

  /**
   * A new key; the last one only while nobody knows how that try ended and the content is the same.
   * @param {object} content what is sent
   */
  keyFor(content) {
    const written = JSON.stringify(content);
    if (this.#key === "" || written !== this.#content) {
      this.#key = randomUuid();
      this.#content = written;
    }
    return this.#key;
  }

  /**
   * Forgets the key where the server has said how the try ended.
   * @param {import("./api.js").Answer} answer
   */
  answered(answer) {
    if (isFinal(answer)) {
      this.#key = "";
      this.#content = "";
    }
  }
}

/**
 * Whether the server is still at work on an earlier try with the same key.
 * @param {import("./api.js").Answer} answer
 */
export function isUnderWay({ status, retryAfter }) {
  return status === 409 && retryAfter !== null;
}

// What a proxy says in the server's place tells nothing about the try.
function isFinal({ kind, status, body }) {
  const fromServer = typeof body?.requestId === "string" && body.requestId !== "";
  return kind === "ok" || [400, 404, 422].includes(status) || (status >= 500 && fromServer);
}

/** A random UUID (version 4), also on plain http, where `randomUUID` is missing. */
export function randomUuid() {
  if (typeof crypto.randomUUID === "function") {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
