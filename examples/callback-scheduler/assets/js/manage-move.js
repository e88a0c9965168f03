/** Moving a booking to another time. */

import { byId } from "../../kit/js/dom.js";
import { checkAll, Field, showDetails } from "../../kit/js/form.js";
import { invalidFailure } from "../../kit/js/messages.js";
import { Outcome } from "../../kit/js/outcome.js";
import { toRfc3339 } from "../../kit/js/time.js";
import { moveBooking } from "./api.js";
import { phoneHint } from "./config.js";
import { changeFailure } from "./messages.js";
import { phoneRule } from "./rules.js";
import { SlotField } from "./slot-field.js";
import { SubjectField } from "./subject-field.js";

/**
 * Connects the form for a new time; gives a function that closes it.
 * @param {string} token
 * @param {() => any} booking the booking as last seen
 * @param {(booking: any) => void} onChanged
 */
export function prepareMove(token, booking, onChanged) {
  const opener = byId("open-move");
  const button = byId("confirm-move");
  const time = new SlotField();
  const phone = new Field("phone", phoneRule);
  const subject = new SubjectField();
  const outcome = new Outcome(byId("move-outcome"));
  const booked = () => new Date(booking().scheduledTime);
  const fields = () => (booking().contactNeeded ? [time, phone, subject] : [time]);
  byId("phone-region").textContent = phoneHint();

  const toggle = (open) => {
    byId("move").hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      byId("move-contact").hidden = !booking().contactNeeded;
      outcome.clear();
      time.resetTo(booked());
      time.input.focus();
    }
  };
  const read = () => ({
    desiredTime: toRfc3339(time.instant),
    ...(booking().contactNeeded && { phoneNumber: phone.value, subject: subject.value }),
  });
  const move = async () => {
    const wrong = checkAll(fields());
    if (wrong > 0) {
      outcome.fail(invalidFailure(wrong));
      return;
    }
    if (time.isAt(booked())) {
      time.setError("Your callback is at this time already. Choose another");
      time.input.focus();
      return;
    }
    const end = outcome.work({
      button,
      label: "Moving…",
      text: "Moving your callback. This can take up to 30 seconds.",
      locked: [byId("move-fields")],
    });
    const answer = await moveBooking(token, read());
    end();
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
