/** The calls that a staff member had. */

import { send } from "../../../kit/js/api.js";
import { byId, make } from "../../../kit/js/dom.js";
import { formatShort } from "../../../kit/js/time.js";
import { fill } from "../../../kit/js/table.js";

const MOST = 20;
const NAMES = ["When", "Visitor", "About", "Result"];
const STATUS = { completed: "completed", rejected: "not taken" };

/** Rows of the table for what the server tells. Pure. */
export function rowsOf(calls) {
  return calls.slice(0, MOST).map((call) => [
    formatShort(new Date(call.timestamp)),
    call.clientName,
    call.purpose,
    [STATUS[call.status] ?? call.status, call.decision].filter(Boolean).join(" · "),
  ]);
}

/** Shows the newest calls; what is there stays if the server does not answer. */
export async function showHistory() {
  const answer = await send("GET", "api/calls/my-calls");
  if (answer.kind === "ok") {
    fill(byId("historyTable"), NAMES, rowsOf(answer.body.calls), "No calls yet.");
  } else if (byId("historyTable").childElementCount === 0) {
    byId("historyTable").replaceChildren(make("caption", "muted", "The calls could not be read at the moment."));
  }
}
