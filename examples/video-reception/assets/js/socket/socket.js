/**
 * A Socket.IO 5 client over WebSocket alone: connects with its identity, sends and hears events,
 * answers pings, and comes back after a loss. Needs no document.
 */

import { delayOf } from "./backoff.js";
import { decode, DISCONNECT, encodeAck, encodeConnect, encodeEvent, PONG } from "./codec.js";

const ACK_MS = 10_000;
/** From the address to the server's word that we are connected. */
const CONNECT_MS = 15_000;
const NO_ANSWER = { ok: false, message: "The server did not answer in time" };
const NOT_CONNECTED = { ok: false, message: "There is no connection to the server at the moment" };

/**
 * @typedef {"connecting" | "connected" | "waiting" | "closed"} State `waiting`: a next try follows
 * @typedef {"closed by us" | "closed by the server" | "no ping in time" | "connection lost" | "refused" | "no connection in time"} Reason
 */

export class Socket {
  #url;
  #auth;
  #make;
  #random;
  #socket = null;
  /** @type {State} */
  #state = "closed";
  #attempt = 0;
  #timer = 0;
  #watch = 0;
  #silence = 0;
  #nextId = 0;
  #acks = new Map();
  #handlers = new Map();
  #onState = () => {};

  /**
   * @param {string} url with `http` or `https`
   * @param {{auth?: () => object, make?: (url: string) => WebSocket, random?: () => number}} options
   */
  constructor(url, { auth = () => ({}), make = (at) => new WebSocket(at), random = Math.random } = {}) {
    const at = new URL(url);
    at.protocol = at.protocol === "https:" ? "wss:" : "ws:";
    at.search = "?EIO=4&transport=websocket";
    this.#url = at.href;
    this.#auth = auth;
    this.#make = make;
    this.#random = random;
  }

  get isConnected() {
    return this.#state === "connected";
  }

  /**
   * What to do with an event. A handler's value answers it, where the server wants an answer.
   * @param {string} name
   * @param {(...args: any[]) => any} handler
   */
  on(name, handler) {
    this.#handlers.set(name, handler);
  }

  /** @param {(state: State, reason: Reason | "", message: string) => void} handler */
  onState(handler) {
    this.#onState = handler;
  }

  connect() {
    if (this.#socket === null) {
      clearTimeout(this.#timer);
      this.#open();
    }
  }

  /** Tries at once instead of waiting, for when a network or the page comes back. */
  hurry() {
    if (this.#state === "waiting") {
      this.#attempt = 0;
      this.connect();
    }
  }

  /** Ends it for good. */
  close() {
    clearTimeout(this.#timer);
    if (this.#socket?.readyState === 1) {
      this.#socket.send(DISCONNECT);
    }
    this.#drop("closed by us", { again: false });
  }

  /** Sends an event that nobody answers; tells whether it was sent. */
  emit(name, payload) {
    if (!this.isConnected) {
      return false;
    }
    this.#socket.send(encodeEvent(name, [payload]));
    return true;
  }

  /**
   * Sends an event and waits for its answer. It never throws.
   * @returns {Promise<any>} `{ok: false, message}` if there is none
   */
  request(name, payload) {
    if (!this.isConnected) {
      return Promise.resolve(NOT_CONNECTED);
    }
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(id, NO_ANSWER), ACK_MS);
      this.#acks.set(id, { resolve, timer });
      this.#socket.send(encodeEvent(name, [payload], id));
    });
  }

  #open() {
    this.#tell("connecting");
    const socket = this.#make(this.#url);
    this.#socket = socket;
    // An abandoned connection may still speak.
    const mine = (handle) => (event) => {
      if (this.#socket === socket) {
        handle(event);
      }
    };
    socket.onmessage = mine(({ data }) => this.#heard(decode(data)));
    socket.onclose = mine(() => this.#drop("connection lost"));
    this.#watch = setTimeout(() => this.#drop("no connection in time"), CONNECT_MS);
  }

  /** @param {import("./codec.js").Packet} packet */
  #heard(packet) {
    switch (packet.kind) {
      case "open":
        this.#silence = silenceOf(packet.data);
        this.#socket.send(encodeConnect(this.#auth()));
        return;
      case "ping":
        this.#socket.send(PONG);
        this.#listen();
        return;
      case "connect":
        this.#attempt = 0;
        this.#listen();
        this.#tell("connected");
        return;
      case "event":
        this.#happened(packet);
        return;
      case "ack":
        this.#answer(packet.id, packet.args[0]);
        return;
      case "refused":
        this.#drop("refused", { message: String(packet.data.message ?? "") });
        return;
      case "close":
      case "disconnect":
        this.#drop("closed by the server");
        return;
      default:
    }
  }

  #happened({ name, args, id }) {
    const value = this.#handlers.get(name)?.(...args);
    if (id !== null && this.#socket !== null) {
      this.#socket.send(encodeAck(id, [value ?? {}]));
    }
  }

  #answer(id, value) {
    const waiting = this.#acks.get(id);
    if (waiting !== undefined) {
      this.#acks.delete(id);
      clearTimeout(waiting.timer);
      waiting.resolve(value ?? {});
    }
  }

  // A server that pings no more is gone, whatever the network says.
  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#drop("no ping in time"), this.#silence);
  }

  #drop(reason, { again = true, message = "" } = {}) {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#watch);
    socket?.close();
    for (const id of [...this.#acks.keys()]) {
      this.#answer(id, NOT_CONNECTED);
    }
    if (again) {
      this.#timer = setTimeout(() => this.connect(), delayOf(this.#attempt, this.#random()));
      this.#attempt += 1;
    }
    this.#tell(again ? "waiting" : "closed", reason, message);
  }

  #tell(state, reason = "", message = "") {
    this.#state = state;
    this.#onState(state, reason, message);
  }
}

function silenceOf({ pingInterval, pingTimeout }) {
  const silence = Number(pingInterval) + Number(pingTimeout);
  return Number.isFinite(silence) ? silence : 85_000;
}
