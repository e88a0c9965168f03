/** The control API of both ends. */

import { atRoot, send } from "../../../kit/js/api.js";
import { toast } from "../../../kit/js/toast.js";
import { problemOf } from "../api.js";

/** The chat of one phone. */
export function phone(waId) {
  return send("GET", `api/demo/whatsapp/${waId}`);
}

/** The customer looks at the chat. */
export function read(waId) {
  return send("POST", `api/demo/whatsapp/${waId}/read`, { body: {} });
}

/** The customer writes: `text`, `image` or `reply`. */
export function write(customer, written) {
  const body = { from: customer.waId, name: customer.name, ...written };
  return tell("whatsapp/messages", body);
}

/** The conversations of the agent. */
export function conversations() {
  return send("GET", "api/demo/genesys/conversations");
}

/** The agent writes: `text`, `image`, or `text` and `quickReplies`. */
export function answer(conversationId, written) {
  return tell("genesys/messages", { conversationId, ...written });
}

/** The agent types. */
export function types(conversationId) {
  return send("POST", "api/demo/genesys/typing", { body: { conversationId } });
}

/** Breaks something, with the customer's messages under way. */
export function tryIt(kind, customer, seconds) {
  return tell("trials", { kind, from: customer.waId, name: customer.name, seconds });
}

/** The trial that runs or ran last. */
export function lastTrial() {
  return send("GET", "api/demo/trials");
}

/** The services, for the way to the dashboard. */
export function services() {
  return send("GET", "api/demo/services");
}

/** Where the page finds a file of a message. */
export function fileAddress(file) {
  return file.id
    ? atRoot(`api/demo/whatsapp/media/${encodeURIComponent(file.id)}`)
    : atRoot("api/demo/file", { url: file.url });
}

async function tell(path, body) {
  const done = await send("POST", `api/demo/${path}`, { body });
  if (done.kind !== "ok") {
    toast(problemOf(done), { bad: true });
  }
  return done;
}
