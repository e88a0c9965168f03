/** Cancelling and moving a booking. */

import { cancelBooking, moveBooking } from "./api.js";
import { phoneHint } from "./config.js";
import { byId, setBusy } from "./dom.js";
import { checkAll, countSubject, Field, invalidFailure, showDetails } from "./form.js";
import { changeFailure } from "./messages.js";
import { Outcome } from "./outcome.js";
import { phoneRule, subjectRule } from "./rules.js";
import { TimeField } from "./time-field.js";
import { formatWhen, toRfc3339 } from "./time.js";

/**
 * Connects the cancel button and its dialog.
 * @param {string} token
 * @param {() => any} booking the booking as last seen
 * @param {(booking: any) => void} onChanged
 */
export function prepareCancel(token, booking, onChanged) {
  const dialog = byId("cancel-dialog");
  const confirm = byId("confirm-cancel");
  const keep = byId("keep-booking");
  const label = confirm.textContent;
  const outcome = new Outcome(byId("cancel-outcome"));

  byId("open-cancel").addEventListener("click", () => {
    const when = formatWhen(new Date(booking().scheduledTime));
    byId("cancel-text").textContent =
      `We will not call you on ${when}, and the video link stops working. This cannot be undone.`;
    if (!confirm.disabled) {
      outcome.clear();
    }
    dialog.showModal();
  });
  keep.addEventListener("click", () => dialog.close());
  confirm.addEventListener("click", async () => {
    setBusy(confirm, true);
    keep.disabled = true;
    confirm.textContent = "Cancelling…";
    outcome.start("Cancelling your callback. This can take up to 30 seconds.");
    const answer = await cancelBooking(token);
    outcome.clear();
    setBusy(confirm, false);
    keep.disabled = false;
    confirm.textContent = label;
    if (answer.kind === "ok") {
      dialog.close();
      onChanged(answer.body);
    } else {
      outcome.fail(changeFailure(answer, "Your booking stands. Please try again."));
      confirm.focus();
    }
  });
}

/**
 * Connects the form for a new time; gives a function that closes it.
 * @param {string} token
 * @param {import("./config.js").Config} config
 * @param {() => any} booking the booking as last seen
 * @param {(booking: any) => void} onChanged
 */
export function prepareMove(token, config, booking, onChanged) {
  const opener = byId("open-move");
  const button = byId("confirm-move");
  const label = button.textContent;
  const time = new TimeField(config);
  const phone = new Field("phone", phoneRule);
  const subject = new Field("subject", subjectRule);
  const outcome = new Outcome(byId("move-outcome"));
  const fields = () => (booking().contactNeeded ? [time, phone, subject] : [time]);
  byId("phone-region").textContent = phoneHint(config);
  countSubject();

  const toggle = (open) => {
    byId("move").hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      byId("move-contact").hidden = !booking().contactNeeded;
      outcome.clear();
      time.reset(new Date(booking().scheduledTime));
      time.input.focus();
    }
  };
  const work = (started) => {
    byId("move-fields").disabled = started;
    setBusy(button, started);
    button.textContent = started ? "Moving…" : label;
    outcome.clear();
  };
  const move = async () => {
    const wrong = checkAll(fields());
    if (wrong > 0) {
      outcome.fail(invalidFailure(wrong));
      return;
    }
    if (time.isAt(new Date(booking().scheduledTime))) {
      time.setError("Your callback is at this time already. Choose another");
      time.input.focus();
      return;
    }
    const change = { desiredTime: toRfc3339(time.instant) };
    if (booking().contactNeeded) {
      change.phoneNumber = phone.value;
      change.subject = subject.value;
    }
    work(true);
    outcome.start("Moving your callback. This can take up to 30 seconds.");
    const answer = await moveBooking(token, change);
    work(false);
    if (answer.kind === "ok") {
      toggle(false);
      onChanged(answer.body);
      return;
    }
    const failure = changeFailure(answer, "Your booking stands at its old time. Please try again.");
    const atField = showDetails(fields(), answer.details, failure);
    outcome.fail(failure);
    if (!atField) {
      button.focus();
      outcome.reveal();
    }
  };

  opener.addEventListener("click", () => toggle(byId("move").hidden));
  byId("close-move").addEventListener("click", () => {
    toggle(false);
    opener.focus();
  });
  byId("move-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!button.disabled) {
      void move();
    }
  });
  return () => toggle(false);
}
