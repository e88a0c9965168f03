/** The idempotency key of a try, so that a repeated press cannot schedule twice. */

export class Attempt {
  #content = "";
  #key = "";

  /**
   * A new key; the last one only while that try has no answer and the content is the same.
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

  /** Forgets the key, because the server has answered. */
  answered() {
    this.#key = "";
    this.#content = "";
  }
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
