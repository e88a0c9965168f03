/** One idempotency key for one form content, so that a repeated press cannot book twice. */

const STORE = "booking-attempt";

export class Attempt {
  #body = "";
  #key = "";

  /**
   * The key for this content: that of the last try if nothing changed, else a new one.
   * @param {object} content what is sent
   */
  async keyFor(content) {
    const body = JSON.stringify(content);
    if (this.#key !== "" && body === this.#body) {
      return this.#key;
    }
    this.#key = (await remembered(body)) ?? randomUuid();
    this.#body = body;
    await remember(this.#key, body);
    return this.#key;
  }

  /** Forgets the key: the booking is done, or the server refuses the key. */
  forget() {
    this.#key = "";
    this.#body = "";
    withStore((store) => store.removeItem(STORE));
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

// The key outlives a reload of the tab in the middle of a request. What was typed is not stored,
// only a digest of it under the random key; without a digest function nothing is stored.
async function remember(key, body) {
  const mark = await digest(key, body);
  if (mark !== null) {
    withStore((store) => store.setItem(STORE, `${key} ${mark}`));
  }
}

async function remembered(body) {
  const [key, mark] = (withStore((store) => store.getItem(STORE)) ?? "").split(" ");
  return mark !== undefined && mark === (await digest(key, body)) ? key : null;
}

async function digest(key, body) {
  if (crypto.subtle === undefined) {
    return null;
  }
  const bytes = new TextEncoder().encode(`${key}\n${body}`);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A browser may refuse the store; the page works without.
function withStore(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
