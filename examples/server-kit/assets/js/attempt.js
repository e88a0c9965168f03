/** One idempotency key for one content, so that a repeated press cannot act twice. No document. */

export class Attempt {
  #store;
  #content = "";
  #key = "";

  /** @param {string} store the name under which the key outlives a reload of the tab */
  constructor(store) {
    this.#store = store;
  }

  /**
   * The key for this content: that of the last try while nobody knows how that ended and the
   * content is the same, else a new one.
   * @param {object} content what is sent
   */
  async keyFor(content) {
    const written = JSON.stringify(content);
    if (this.#key === "" || written !== this.#content) {
      this.#key = (await this.#remembered(written)) ?? randomUuid();
      this.#content = written;
      await this.#remember(written);
    }
    return this.#key;
  }

  /**
   * Forgets the key where the answer tells for certain how the try ended.
   * @param {import("./api.js").Answer} answer
   */
  answered(answer) {
    if (isFinal(answer)) {
      this.forget();
    }
  }

  /** Forgets the key: whatever is sent next is meant to act, even if it did before. */
  forget() {
    this.#key = "";
    this.#content = "";
    withStorage((storage) => storage.removeItem(this.#store));
  }

  // What was typed is not stored, only a digest of it under the random key; without a digest
  // function nothing is stored.
  async #remember(content) {
    const mark = await digest(this.#key, content);
    if (mark !== null) {
      withStorage((storage) => storage.setItem(this.#store, `${this.#key} ${mark}`));
    }
  }

  async #remembered(content) {
    const stored = withStorage((storage) => storage.getItem(this.#store)) ?? "";
    const [key, mark] = stored.split(" ");
    return mark !== undefined && mark === (await digest(key, content)) ? key : null;
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
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Done, or refused before anything was done, in the server's own words: what a proxy says in its
// place tells nothing about the try. After a 5xx the try may have taken effect, whoever says it;
// where it had none, the server takes the same key again.
function isFinal({ kind, status, body }) {
  const fromServer = typeof body?.requestId === "string" && body.requestId !== "";
  return kind === "ok" || (fromServer && [400, 404, 422].includes(status));
}

async function digest(key, content) {
  if (crypto.subtle === undefined) {
    return null;
  }
  const bytes = new TextEncoder().encode(`${key}\n${content}`);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A browser may refuse the storage; the page works without.
function withStorage(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
