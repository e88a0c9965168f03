/** The booking page. */

import { Attempt } from "../../kit/js/attempt.js";
import { byId } from "../../kit/js/dom.js";
import { checkAll, Field, showDetails } from "../../kit/js/form.js";
import { invalidFailure } from "../../kit/js/messages.js";
import { countDown, Outcome } from "../../kit/js/outcome.js";
import { toRfc3339 } from "../../kit/js/time.js";
import { bookCallback } from "./api.js";
import { config, phoneHint } from "./config.js";
import { bookingFailure, isUnconfirmed } from "./messages.js";
import { prepareResult, showResult, showUnconfirmed } from "./result.js";
import { nameRule, phoneRule } from "./rules.js";
import { SlotField } from "./slot-field.js";
import { SubjectField } from "./subject-field.js";

const form = byId("booking-form");
const button = byId("book");

const firstName = new Field("first-name", nameRule("first name"));
const lastName = new Field("last-name", nameRule("last name"));
const phone = new Field("phone", phoneRule);
const subject = new SubjectField();
const time = new SlotField();
const fields = [firstName, lastName, phone, subject, time];

const outcome = new Outcome(byId("booking-outcome"));
const attempt = new Attempt("booking-attempt");

describeService();
prepareResult();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.disabled) {
    void book();
  }
});
button.disabled = false;

function describeService() {
  byId("days-ahead").textContent = String(config.maxDaysAhead);
  byId("duration").textContent = String(config.durationMinutes);
  byId("phone-region").textContent = phoneHint();
  if (config.keepUntilSlot) {
    byId("retention").textContent =
      "It is deleted after 24 hours; only your number stays until 24 hours after your appointment.";
  }
}

async function book() {
  const wrong = checkAll(fields);
  if (wrong > 0) {
    outcome.fail(invalidFailure(wrong));
    return;
  }
  const content = read();
  const asked = { phoneNumber: phone.value, date: time.instant };
  const end = outcome.work({
    button,
    label: "Booking…",
    text: "Booking your callback and your video meeting. This can take up to 30 seconds.",
    locked: [byId("booking-fields")],
  });
  const answer = await bookCallback(content, await attempt.keyFor(content));
  end();
  attempt.answered(answer);
  finish(answer, asked);
}

function read() {
  const content = {
    firstName: firstName.value,
    lastName: lastName.value,
    phoneNumber: phone.value,
    desiredTime: toRfc3339(time.instant),
  };
  return subject.value === "" ? content : { ...content, subject: subject.value };
}

function finish(answer, asked) {
  if (answer.kind === "ok") {
    showResult(answer.body, asked);
    return;
  }
  if (isUnconfirmed(answer)) {
    showUnconfirmed(answer);
    return;
  }
  const failure = bookingFailure(answer);
  const atField = showDetails(fields, answer.details, failure);
  outcome.fail(failure);
  if (failure.wait > 0) {
    outcome.focus();
    countDown(button, failure.wait, () => outcome.clear());
  } else if (!atField) {
    button.focus();
    outcome.reveal();
  }
}
