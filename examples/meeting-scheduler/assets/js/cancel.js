/** The dialog that cancels a meeting. */

import { deleteMeeting } from "./api.js";
import { byId, setBusy } from "./dom.js";
import { readMeeting, titleOf } from "./meeting.js";
import { ACTIONS, failureOf } from "./messages.js";
import { Outcome } from "./outcome.js";
import { formatWhen } from "./time.js";

/**
 * Connects the dialog; gives a function that opens it for a meeting.
 * @param {import("./session.js").Session} session
 * @param {{cancelled: (id: string) => void, gone: (id: string) => void}} on
 * @returns {(schedule: any) => void}
 */
export function prepareCancel(session, on) {
  const dialog = byId("cancelDialog");
  const confirm = byId("confirmCancel");
  const keep = byId("keepMeeting");
  const label = confirm.textContent;
  const outcome = new Outcome(byId("cancelOutcome"));
  let id = "";

  const work = (started) => {
    setBusy(confirm, started, started ? "Cancelling..." : label);
    keep.disabled = started;
    if (started) {
      outcome.start("Cancelling the meeting. This can take up to 40 seconds.");
    } else {
      outcome.clear();
    }
  };
  const send = async () => {
    work(true);
    const answer = await deleteMeeting(id);
    work(false);
    if (answer.kind === "ok") {
      dialog.close();
      on.cancelled(id);
    } else if (answer.status === 404) {
      dialog.close();
      on.gone(id);
    } else if (answer.status === 401) {
      void session.recover(outcome, confirm);
    } else {
      outcome.fail(failureOf(answer, ACTIONS.cancel));
      confirm.focus();
    }
  };

  keep.addEventListener("click", () => dialog.close());
  confirm.addEventListener("click", () => void send());
  dialog.addEventListener("cancel", (event) => {
    if (confirm.disabled) {
      event.preventDefault();
    }
  });
  return (schedule) => {
    const meeting = readMeeting(schedule);
    id = meeting.id;
    byId("cancelText").textContent =
      `${titleOf(meeting)}, ${formatWhen(meeting.start)}. The links stop working. This cannot be undone.`;
    outcome.clear();
    dialog.showModal();
  };
}
