/** The dialog that cancels a meeting. */

import { ConfirmDialog } from "../../kit/js/dialog.js";
import { byId } from "../../kit/js/dom.js";
import { failureOf } from "../../kit/js/messages.js";
import { Outcome } from "../../kit/js/outcome.js";
import { formatWhen } from "../../kit/js/time.js";
import { deleteMeeting } from "./api.js";
import { readMeeting, titleOf } from "./meeting.js";
import { ACTIONS } from "./messages.js";

/**
 * Connects the dialog; gives a function that opens it for a meeting.
 * @param {import("./session.js").Session} session
 * @param {{cancelled: (id: string) => void, gone: (id: string) => void}} on
 * @returns {(schedule: any) => void}
 */
export function prepareCancel(session, on) {
  const parts = {
    dialog: byId("cancelDialog"),
    confirm: byId("confirmCancel"),
    keep: byId("keepMeeting"),
    outcome: new Outcome(byId("cancelOutcome")),
  };
  let id = "";

  const ended = (answer) => {
    if (answer.kind === "ok" || answer.status === 404) {
      dialog.close();
      const tell = answer.kind === "ok" ? on.cancelled : on.gone;
      tell(id);
      return null;
    }
    if (answer.status === 401) {
      void session.recover(parts.outcome, parts.confirm);
      return null;
    }
    return failureOf(answer, ACTIONS.cancel);
  };
  const dialog = new ConfirmDialog(parts, {
    label: "Cancelling...",
    text: "Cancelling the meeting. This can take up to 40 seconds.",
    send: () => deleteMeeting(id),
    ended,
  });

  return (schedule) => {
    const meeting = readMeeting(schedule);
    id = meeting.id;
    byId("cancelText").textContent =
      `${titleOf(meeting)}, ${formatWhen(meeting.start)}. The links stop working. This cannot be undone.`;
    dialog.open();
  };
}
