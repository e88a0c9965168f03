/** A date and time field: default, time zone, limits, clock changes. */

import { byId, setText } from "./dom.js";
import { Field } from "./form.js";
import { futureRule } from "./rules.js";
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
  #instantRule;
  #latest;
  #given = null;
  #touched = false;
  #zone;
  #note;
  #suggestion;
  #suggested = null;

  /**
   * The input sends `refresh` where the field changes by itself.
   * @param {string} id of the input; it has lines `{id}-zone`, `{id}-note`, `{id}-error`, and maybe
   *   a button `{id}-suggestion`, which offers the time that a message of the server names
   * @param {{rule?: (date: Date, now: Date) => string | null, latest?: (now: Date) => Date}} limits
   */
  constructor(id, { rule = futureRule, latest } = {}) {
    super(id, () => this.#problem());
    this.#instantRule = rule;
    this.#latest = latest;
    this.#zone = byId(`${id}-zone`);
    this.#note = byId(`${id}-note`);
    this.#suggestion = document.getElementById(`${id}-suggestion`);
    this.#suggestion?.addEventListener("click", () => {
      this.#choose(this.#suggested);
      this.check();
      this.input.focus();
    });
    this.input.addEventListener("input", () => {
      this.#touched = true;
      this.#describe();
    });
    // A page that was left open must not offer times that have passed.
    document.addEventListener("visibilitychange", () => this.#refresh());
    this.reset();
  }

  /** Goes to a given instant, which is fine even if it has passed, or back to the default. */
  reset(start = null) {
    this.#given = start;
    this.#touched = start !== null;
    super.reset(start === null ? "" : toLocalInput(start));
    this.#refresh();
  }

  /** Shows a message, its instants in the viewer's time. */
  setError(message) {
    super.setError(message === null ? null : localiseInstants(message));
    this.#suggest(message === null ? null : findInstant(message));
  }

  /** The chosen instant, or null where there is none. */
  get instant() {
    // The field has no seconds and cannot tell a repeated hour, so an untouched value is the given one.
    if (this.#isGiven()) {
      return this.#given;
    }
    const parsed = parseLocal(this.input.value);
    return parsed.kind === "ok" ? parsed.date : null;
  }

  #suggest(date) {
    this.#suggested = date;
    if (this.#suggestion !== null) {
      this.#suggestion.hidden = date === null;
      this.#suggestion.textContent = date === null ? "" : `Use ${formatWhen(date)}`;
    }
  }

  // As if somebody had typed it.
  #choose(date) {
    this.#touched = true;
    this.write(toLocalInput(date));
    this.#refresh();
  }

  #isGiven() {
    return this.#given !== null && this.untouched;
  }

  #refresh() {
    const now = new Date();
    const earliest = toLocalInput(roundUp(now, STEP_MINUTES));
    this.input.min = earliest;
    if (this.#latest !== undefined) {
      this.input.max = toLocalInput(this.#latest(now));
    }
    if (!this.#touched && (this.input.value === "" || this.input.value < earliest)) {
      this.input.value = toLocalInput(roundUp(new Date(now.getTime() + HOUR), STEP_MINUTES));
    }
    this.#describe();
    this.input.dispatchEvent(new Event("refresh"));
  }

  #problem() {
    const parsed = parseLocal(this.input.value);
    if (parsed.kind === "malformed") {
      return this.input.validity.badInput ? "Complete the date and time" : "Choose a date and time";
    }
    if (parsed.kind === "gap") {
      const typed = this.input.value.slice(11, 16);
      return `The clocks go forward: ${typed} does not exist on that day. Try ${formatTime(parsed.date)}`;
    }
    return this.#instantRule(parsed.date, new Date());
  }

  #describe() {
    const parsed = parseLocal(this.input.value);
    const date = this.instant ?? new Date();
    setText(this.#zone, `Times are in ${zoneName()} (${offsetLabel(date)}).`);
    const twice = parsed.ambiguous === true && !this.#isGiven();
    setText(this.#note, twice ? ambiguity(date) : "");
  }
}

function ambiguity(date) {
  const time = formatTime(date);
  return `The clocks go back: ${time} comes twice on that day. We take the first, ${time} ${offsetLabel(date)}.`;
}
