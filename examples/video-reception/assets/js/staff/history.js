/** The calls that a staff member had. */

import { send } from "../../../kit/js/api.js";
import { byId, make } from "../../../kit/js/dom.js";
import { formatShort } from "../../../kit/js/time.js";
import { fill } from "../../../kit/js/table.js";

const NAMES = ["When", "Visitor", "About", "Result"];
const STATUS = { waiting: "waiting", "in-progress": "in progress", completed: "completed", rejected: "not taken" };

/** Rows of the table for what the server tells. Pure. */
export function rowsOf(calls) {
  return calls.slice(0, 20).map((call) => [
    formatShort(new Date(call.timestamp ?? call.createdAt ?? call.startedAt)),
    String(call.clientName ?? call.name ?? "–"),
    String(call.purpose ?? "–"),
    [STATUS[call.status] ?? call.status, call.decision].filter(Boolean).join(" · ") || "–",
  ]);
}

/** Shows the newest calls; what is there stays if the server does not answer. */
export async function showHistory() {
  const answer = await send("GET", "api/calls/my-calls");
  if (answer.kind === "ok") {
    const calls = Array.isArray(answer.body) ? answer.body : answer.body.calls;
    fill(byId("historyTable"), NAMES, rowsOf(calls ?? []), "No calls yet.");
  } else if (byId("historyTable").childElementCount === 0) {
    byId("historyTable").replaceChildren(make("caption", "muted", "The calls could not be read at the moment."));
  }
}
