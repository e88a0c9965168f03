/** The date and time field: limits, default, time zone, business hours, clock changes. */

import { byId } from "./dom.js";
import { Field } from "./form.js";
import { describeHours } from "./hours.js";
import { latest, whenProblem } from "./rules.js";
import {
  findInstant,
  formatTime,
  formatWhen,
  localiseInstants,
  offsetLabel,
  parseLocal,
  roundUp,
  toLocalInput,
  zoneName,
} from "./time.js";

const STEP_MINUTES = 5;
const HOUR = 3_600_000;

export class TimeField extends Field {
  #config;
  #touched = false;
  #suggestion = byId("time-suggestion");
  #suggested = null;

  /** @param {import("./config.js").Config} config */
  constructor(config) {
    super("time", () => problem(this.input, config));
    this.#config = config;
    this.input.addEventListener("input", () => {
      this.#touched = true;
      this.#describe();
    });
    this.#suggestion.addEventListener("click", () => this.#takeSuggestion());
    // A page that was left open must not offer times that have passed.
    document.addEventListener("visibilitychange", () => this.refresh());
    this.refresh();
  }

  /** Sets the limits from the clock and, unless the visitor chose a time, the default. */
  refresh() {
    const now = new Date();
    this.input.min = toLocalInput(roundUp(now, STEP_MINUTES));
    this.input.max = toLocalInput(latest(now, this.#config.maxDaysAhead));
    if (!this.#touched && (this.input.value === "" || this.input.value < this.input.min)) {
      this.input.value = toLocalInput(roundUp(new Date(now.getTime() + HOUR), STEP_MINUTES));
    }
    this.#describe();
  }

  /** Goes back to the default, or to a given time while that can still be booked. */
  reset(start = null) {
    const problem = start === null || whenProblem(start, new Date(), this.#config.maxDaysAhead);
    this.#touched = problem === null;
    this.input.value = problem === null ? toLocalInput(start) : "";
    this.setError(null);
    this.refresh();
  }

  /** The chosen instant. Ask only after `check()`. */
  get instant() {
    return parseLocal(this.input.value).date;
  }

  /** Whether the field shows this instant. It has no seconds. */
  isAt(date) {
    return this.input.value === toLocalInput(date);
  }

  /** Shows a message; one from the server may name the next free time, which becomes a button. */
  setError(message) {
    super.setError(message === null ? null : localiseInstants(message));
    this.#suggested = message === null ? null : findInstant(message);
    this.#suggestion.hidden = this.#suggested === null;
    if (this.#suggested !== null) {
      this.#suggestion.textContent = `Use ${formatWhen(this.#suggested)}`;
    }
  }

  #takeSuggestion() {
    this.#touched = true;
    this.input.value = toLocalInput(this.#suggested);
    this.#describe();
    this.check();
    this.input.focus();
  }

  #describe() {
    const parsed = parseLocal(this.input.value);
    const date = parsed.kind === "malformed" ? new Date() : parsed.date;
    setText("time-zone", `Times are in ${zoneName()} (${offsetLabel(date)}).`);
    const { businessHours, businessTimeZone } = this.#config;
    setText(
      "time-hours",
      businessHours === null ? "" : describeHours(businessHours, businessTimeZone, date),
    );
    setText("time-note", parsed.ambiguous ? ambiguity(date) : "");
  }
}

function problem(input, config) {
  const parsed = parseLocal(input.value);
  if (parsed.kind === "malformed") {
    return input.validity.badInput ? "Complete the date and time" : "Choose a date and time";
  }
  if (parsed.kind === "gap") {
    const typed = input.value.slice(11, 16);
    return `The clocks go forward: ${typed} does not exist on that day. Try ${formatTime(parsed.date)}`;
  }
  return whenProblem(parsed.date, new Date(), config.maxDaysAhead);
}

function ambiguity(date) {
  const time = formatTime(date);
  return `The clocks go back: ${time} comes twice on that day. We take the first, ${time} ${offsetLabel(date)}.`;
}

// Writing the same text again would make screen readers repeat it.
function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
  element.hidden = text === "" && id === "time-hours";
}
