/** The booking page. */

import { bookCallback } from "./api.js";
import { Attempt } from "./attempt.js";
import { phoneHint, readConfig } from "./config.js";
import { byId, setBusy } from "./dom.js";
import { checkAll, countSubject, Field, invalidFailure, showDetails } from "./form.js";
import { bookingFailure, countdown, isUnconfirmed } from "./messages.js";
import { Outcome } from "./outcome.js";
import { prepareResult, showResult, showUnconfirmed } from "./result.js";
import { nameRule, phoneRule, subjectRule } from "./rules.js";
import { TimeField } from "./time-field.js";
import { toRfc3339 } from "./time.js";

const config = readConfig();
const form = byId("booking-form");
const fieldset = byId("booking-fields");
const button = byId("book");
const buttonText = button.textContent;

const firstName = new Field("first-name", nameRule("first name"));
const lastName = new Field("last-name", nameRule("last name"));
const phone = new Field("phone", phoneRule);
const subject = new Field("subject", subjectRule);
const time = new TimeField(config);
const fields = [firstName, lastName, phone, subject, time];

const outcome = new Outcome(byId("booking-outcome"));
const attempt = new Attempt();
const updateCounter = countSubject();
let sending = false;

describeService();
prepareResult(startOver);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void book();
});
button.disabled = false;

function describeService() {
  byId("days-ahead").textContent = String(config.maxDaysAhead);
  byId("duration").textContent = String(config.durationMinutes);
  byId("phone-region").textContent = phoneHint(config);
  if (config.keepUntilSlot) {
    byId("retention").textContent =
      "It is deleted after 24 hours; only your number stays until 24 hours after your appointment.";
  }
}

async function book() {
  if (sending) {
    return;
  }
  const wrong = checkAll(fields);
  if (wrong > 0) {
    outcome.fail(invalidFailure(wrong));
    return;
  }
  const content = read();
  const asked = { phoneNumber: phone.value, date: time.instant };
  work(true);
  const answer = await bookCallback(content, await attempt.keyFor(content));
  work(false);
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

function work(started) {
  sending = started;
  form.setAttribute("aria-busy", String(started));
  fieldset.disabled = started;
  setBusy(button, started);
  button.textContent = started ? "Booking…" : buttonText;
  if (started) {
    outcome.start("Booking your callback and your video meeting. This can take up to 30 seconds.");
  } else {
    outcome.clear();
  }
}

function finish(answer, asked) {
  if (answer.kind === "ok") {
    attempt.forget();
    showResult(answer.body, asked);
    return;
  }
  if (isUnconfirmed(answer)) {
    showUnconfirmed(answer);
    return;
  }
  if (answer.status === 422) {
    attempt.forget();
  }
  const failure = bookingFailure(answer);
  const atField = showDetails(fields, answer.details, failure);
  outcome.fail(failure);
  if (failure.wait !== null && failure.wait > 0) {
    outcome.focus();
    waitFor(failure.wait);
  } else if (!atField) {
    button.focus();
    outcome.reveal();
  }
}

// The button counts down in silence; the message above it has been read out once.
function waitFor(seconds) {
  const end = Date.now() + seconds * 1000;
  button.disabled = true;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      button.disabled = false;
      button.textContent = buttonText;
      outcome.clear();
      return;
    }
    button.textContent = `Try again in ${countdown(left)}`;
  };
  const timer = setInterval(tick, 1000);
  tick();
}

function startOver() {
  form.reset();
  fields.forEach((field) => field.setError(null));
  time.reset();
  updateCounter();
  outcome.clear();
  window.scrollTo(0, 0);
  firstName.input.focus();
}
