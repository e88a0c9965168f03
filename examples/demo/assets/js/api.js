/** The demo's control API. */

import { send } from "../../kit/js/api.js";
import { toast } from "../../kit/js/toast.js";

/** What a fake received so far. */
export function journal(service) {
  return send("GET", "api/demo/journal", { query: { service, after: "0" } });
}

/** The last lines that a server printed. */
export function logs(service) {
  return send("GET", "api/demo/logs", { query: { service } });
}

/** Breaks a service for a while; says so, or why not. */
export function breakService(service, title, kind, seconds) {
  return tell("POST", "faults", { service, kind, seconds }, `${title}: ${kind} for ${seconds} s`);
}

/** Ends what was broken. */
export function mendService(service, title) {
  return tell("DELETE", "faults", { service }, `${title} works again`);
}

/** Kills a server's process. */
export function killService(service, title) {
  return tell("POST", "kill", { service }, `${title} was killed; it starts again in 2 s`);
}

/** A customer calls, and rings the agent; says so, or why not. */
export function callFrom(from, name) {
  return tell("POST", "genesys/calls", { from }, `${name} is calling`);
}

/** The callback that was booked last comes due; says so, or why not. */
export function callBack() {
  return tell("POST", "genesys/callbacks", {}, "The callback is due, and rings the agent");
}

/** What is wrong, in a sentence. */
export function problemOf({ kind, status, error }) {
  if (kind === "interrupted") {
    return "The demo does not answer. Is it still running?";
  }
  return error || `The demo answered ${status}.`;
}

async function tell(method, path, body, done) {
  const answer = await send(method, `api/demo/${path}`, { body });
  if (answer.kind === "ok") {
    toast(done);
  } else {
    toast(problemOf(answer), { bad: true });
  }
}
