/** Cancelling a booking. */

import { ConfirmDialog } from "../../kit/js/dialog.js";
import { byId } from "../../kit/js/dom.js";
import { Outcome } from "../../kit/js/outcome.js";
import { formatWhen } from "../../kit/js/time.js";
import { cancelBooking } from "./api.js";
import { changeFailure } from "./messages.js";

/**
 * Connects the cancel button and its dialog.
 * @param {string} token
 * @param {() => any} booking the booking as last seen
 * @param {(booking: any) => void} onChanged
 */
export function prepareCancel(token, booking, onChanged) {
  const parts = {
    dialog: byId("cancel-dialog"),
    confirm: byId("confirm-cancel"),
    keep: byId("keep-booking"),
    outcome: new Outcome(byId("cancel-outcome")),
  };
  const dialog = new ConfirmDialog(parts, {
    label: "Cancelling…",
    text: "Cancelling your callback. This can take up to 30 seconds.",
    send: () => cancelBooking(token),
    ended: (answer) => {
      if (answer.kind !== "ok") {
        return changeFailure(answer, "Your booking stands. Please try again.");
      }
      dialog.close();
      onChanged(answer.body);
      return null;
    },
  });
  byId("open-cancel").addEventListener("click", () => {
    const when = formatWhen(new Date(booking().scheduledTime));
    byId("cancel-text").textContent =
      `We will not call you on ${when}, and the video link stops working. This cannot be undone.`;
    dialog.open();
  });
}
