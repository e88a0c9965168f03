/** A start time: default, time zone, clock changes. */

import { byId, setText } from "./dom.js";
import { Field } from "./form.js";
import { startProblem } from "./rules.js";
import { formatTime, offsetLabel, parseLocal, roundUp, toLocalInput, zoneName } from "./time.js";

const STEP_MINUTES = 5;
const HOUR = 3_600_000;

export class StartField extends Field {
  #given = null;
  #touched = false;
  #zone;
  #note;

  /** @param {string} id of the input; it has lines `{id}-zone`, `{id}-note`, `{id}-error` */
  constructor(id) {
    super(id, () => this.#problem());
    this.#zone = byId(`${id}-zone`);
    this.#note = byId(`${id}-note`);
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

  /** The chosen instant, or null where there is none. */
  get instant() {
    // The field has no seconds and cannot tell a repeated hour, so an untouched value is the given one.
    if (this.#isGiven()) {
      return this.#given;
    }
    const parsed = parseLocal(this.input.value);
    return parsed.kind === "ok" ? parsed.date : null;
  }

  #isGiven() {
    return this.#given !== null && this.untouched;
  }

  #refresh() {
    const now = new Date();
    const earliest = toLocalInput(roundUp(now, STEP_MINUTES));
    this.input.min = earliest;
    if (!this.#touched && (this.input.value === "" || this.input.value < earliest)) {
      this.input.value = toLocalInput(roundUp(new Date(now.getTime() + HOUR), STEP_MINUTES));
      this.input.dispatchEvent(new Event("refresh"));
    }
    this.#describe();
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
    return startProblem(parsed.date, new Date());
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
