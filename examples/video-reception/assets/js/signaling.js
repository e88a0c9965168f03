/**
 * The page's line to the server: one socket, the resume token, and what was not sent while the
 * line was down. Needs no document.
 */

/**
 * @typedef {object} Hooks
 * @property {(resumed: any) => void} ready the server knows us; `resumed` is null for a newcomer
 * @property {(reason: string) => void} lost the line is down; it comes back by itself
 * @property {(message: string) => void} refused the server does not take us as who we say we are
 * @property {(event: string, detail?: string) => void} [log] names of events, nothing personal
 */

/** What belongs to a connection between two browsers and must not be lost on the way. */
const RELAYED = ["offer", "answer", "ice-candidate"];
/** What the server sends again if it was lost. */
const COUNTED = new Set([...RELAYED, "chat-message", "media-state"]);

export class Line {
  #socket;
  #tokens;
  #hooks;
  #outbox = [];
  #isReady = false;
  #received = 0;
  #isFresh = true;
  #signsIn;

  /**
   * @param {import("./socket/socket.js").Socket} socket
   * @param {import("./resume.js").Tokens} tokens
   * @param {Hooks} hooks
   * @param {boolean} signsIn whether the server says who we are before we are ready
   */
  constructor(socket, tokens, hooks, signsIn = false) {
    this.#socket = socket;
    this.#tokens = tokens;
    this.#hooks = { log: () => {}, ...hooks };
    this.#signsIn = signsIn;
    socket.onState((state, reason, message) => this.#changed(state, reason, message));
    this.on("resumed", (resumed) => this.#back(resumed));
    this.on("resume-error", () => this.#unknown());
    this.on("presence-ping", () => this.emit("presence-pong", {}));
  }

  get isReady() {
    return this.#isReady;
  }

  /** @param {(data: any) => any} handler */
  on(event, handler) {
    this.#socket.on(event, (data) => {
      this.#received += COUNTED.has(event) ? 1 : 0;
      this.#hooks.log(event);
      return handler(data ?? {});
    });
  }

  open() {
    this.#socket.connect();
  }

  hurry() {
    this.#socket.hurry();
  }

  /** Ends it for good: somebody else has this place now, or nobody. */
  close() {
    this.#isReady = false;
    this.#socket.close();
  }

  /** What a connection says of itself: the place that it had, and how much it has heard there. */
  get greeting() {
    const resumeToken = this.#tokens.kept();
    if (resumeToken === null) {
      return {};
    }
    // A page that was just loaded has heard nothing, and has no connection to the other side.
    return { resumeToken, ...(!this.#isFresh && { received: this.#received }) };
  }

  /** A place was given to us, with what brings us back to it. */
  given(token) {
    if (typeof token !== "string" || token === this.#tokens.kept()) {
      return;
    }
    this.#tokens.keep(token);
    this.#received = 0;
    this.#isFresh = false;
    if (!this.#isReady) {
      this.#dropRelayed();
      this.#start(null);
    }
  }

  /** Forgets who we are: the next connection is a newcomer's. */
  forget() {
    this.#tokens.forget();
    this.#outbox = [];
  }

  emit(event, payload) {
    this.#hooks.log(`${event} >`);
    return this.#socket.emit(event, payload);
  }

  /** @returns {Promise<any>} with `ok`, and `message` where that is false */
  request(event, payload) {
    this.#hooks.log(`${event} >`);
    return this.#socket.request(event, payload);
  }

  /** Sends what the other browser must get, now or once the line is back. */
  relay(event, payload) {
    if (!this.#isReady || !this.emit(event, payload)) {
      this.#outbox.push([event, payload]);
    }
  }

  #changed(state, reason, message) {
    this.#hooks.log(state, reason);
    if (state === "connected") {
      this.#arrived();
    } else if (state !== "connecting") {
      this.#isReady = false;
      if (reason === "refused") {
        this.#hooks.refused(message);
      } else {
        this.#hooks.lost(reason);
      }
    }
  }

  #arrived() {
    if (this.#tokens.kept() === null && !this.#signsIn) {
      this.#start(null);
    }
  }

  #back(resumed) {
    if (resumed.newEpoch === true) {
      this.#received = 0;
      this.#dropRelayed();
    }
    this.#start(resumed);
  }

  #unknown() {
    this.forget();
    this.#start(null);
  }

  #dropRelayed() {
    this.#outbox = this.#outbox.filter(([event]) => !RELAYED.includes(event));
  }

  #start(resumed) {
    this.#isReady = true;
    this.#isFresh = false;
    this.#hooks.ready(resumed);
    for (const [event, payload] of this.#outbox.splice(0)) {
      this.relay(event, payload);
    }
  }
}
