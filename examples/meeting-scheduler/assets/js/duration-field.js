/** A duration in minutes, with usual ones to press and the end of the meeting in words. */

import { byId, makeButton, setText } from "../../kit/js/dom.js";
import { Field } from "../../kit/js/form.js";
import { formatEnd } from "../../kit/js/time.js";
import { config } from "./config.js";
import { durationRule, parseMinutes } from "./rules.js";

const USUAL = [15, 30, 45, 60, 90];
const DEFAULT = 30;

export class DurationField extends Field {
  #start;
  #end;
  #presets;
  #given = DEFAULT;
  #rule = durationRule(config.duration);

  /**
   * @param {string} id of the input; it has elements `{id}-hint`, `-presets`, `-end`, `-error`
   * @param {import("../../kit/js/time-field.js").TimeField} start
   */
  constructor(id, start) {
    super(id, durationRule(config.duration));
    this.#start = start;
    this.#end = byId(`${id}-end`);
    const { min, max } = config.duration;
    setText(byId(`${id}-hint`), `Minutes, from ${min} to ${max}.`);
    this.#presets = USUAL.filter((minutes) => minutes >= min && minutes <= max).map((minutes) =>
      this.#preset(minutes),
    );
    byId(`${id}-presets`).replaceChildren(...this.#presets);
    this.input.addEventListener("input", () => this.#describe());
    for (const event of ["input", "refresh"]) {
      start.input.addEventListener(event, () => this.#describe());
    }
    this.reset();
  }

  /** Whole minutes; of what was given, whatever it is. Ask only after `check()`. */
  get minutes() {
    return this.untouched ? this.#given : parseMinutes(this.input.value);
  }

  /** Goes to a given duration or back to the default. */
  reset(minutes = Math.min(Math.max(DEFAULT, config.duration.min), config.duration.max)) {
    this.#given = minutes;
    super.reset(String(minutes));
    this.#describe();
  }

  #preset(minutes) {
    return makeButton("chip", String(minutes), {
      aria: { label: `${minutes} minutes` },
      data: { minutes },
      onclick: () => {
        this.write(String(minutes));
        this.#describe();
      },
    });
  }

  #describe() {
    const fine = this.untouched || this.#rule(this.input.value) === null;
    for (const button of this.#presets) {
      const pressed = fine && Number(button.dataset.minutes) === this.minutes;
      button.setAttribute("aria-pressed", String(pressed));
    }
    const start = this.#start.instant;
    const end = fine && start !== null ? `Ends at ${formatEnd(start, this.minutes)}.` : "";
    setText(this.#end, end);
  }
}
