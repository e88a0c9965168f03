/** Packets of Engine.IO 4 and Socket.IO 5, as text frames of a WebSocket. No document. */

/**
 * @typedef {object} Packet
 * @property {"open" | "close" | "ping" | "pong" | "noop" | "connect" | "disconnect" | "event" | "ack" | "refused" | "odd"} kind
 *   `odd`: nothing that this page can use; it is left aside
 * @property {any} [data] of an open, connect or refused packet
 * @property {string} [name] of an event
 * @property {any[]} [args] of an event or an ack
 * @property {number | null} [id] an ack that is wanted, or that this is
 */

const ODD = { kind: "odd" };
const ENGINE = { 0: "open", 1: "close", 2: "ping", 3: "pong", 6: "noop" };
/** Type, number of attachments, namespace, id of the ack, JSON. */
const MESSAGE = /^([0-6])(?:(\d+)-)?(?:(\/[^,]*),)?(\d+)?(.*)$/s;

/**
 * Reads a frame. It never throws: what is malformed is odd.
 * @param {any} frame
 * @returns {Packet}
 */
export function decode(frame) {
  if (typeof frame !== "string" || frame === "") {
    return ODD;
  }
  if (frame[0] === "4") {
    return message(frame.slice(1));
  }
  const kind = ENGINE[frame[0]];
  if (kind === "open") {
    const data = parse(frame.slice(1));
    return isObject(data) ? { kind, data } : ODD;
  }
  return kind === undefined ? ODD : { kind };
}

function message(text) {
  const parts = MESSAGE.exec(text);
  if (parts === null) {
    return ODD;
  }
  const [, type, attachments, namespace, id, json] = parts;
  if (attachments !== undefined || (namespace ?? "/") !== "/") {
    return ODD;
  }
  return read(type, id === undefined ? null : Number(id), json === "" ? undefined : parse(json));
}

function read(type, id, data) {
  switch (type) {
    case "0":
      return { kind: "connect", data: isObject(data) ? data : {} };
    case "1":
      return { kind: "disconnect" };
    case "2":
      return Array.isArray(data) && typeof data[0] === "string"
        ? { kind: "event", id, name: data[0], args: data.slice(1) }
        : ODD;
    case "3":
      return Array.isArray(data) && id !== null ? { kind: "ack", id, args: data } : ODD;
    case "4":
      return { kind: "refused", data: isObject(data) ? data : { message: String(data ?? "") } };
    default:
      return ODD;
  }
}

/** The first frame of a client: who it is. */
export function encodeConnect(auth) {
  return `40${JSON.stringify(auth)}`;
}

/** An event; with an id the other side answers it. */
export function encodeEvent(name, args, id = null) {
  return `42${id ?? ""}${JSON.stringify([name, ...args])}`;
}

/** The answer to an event. */
export function encodeAck(id, args) {
  return `43${id}${JSON.stringify(args)}`;
}

export const PONG = "3";
export const DISCONNECT = "41";

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
