/** The time of the call: within the days that can be booked, with business hours. */

import { byId, setText } from "../../kit/js/dom.js";
import { TimeField } from "../../kit/js/time-field.js";
import { toLocalInput } from "../../kit/js/time.js";
import { config } from "./config.js";
import { describeHours } from "./hours.js";
import { latest, whenProblem } from "./rules.js";

const rule = (date, now) => whenProblem(date, now, config.maxDaysAhead);

export class SlotField extends TimeField {
  constructor() {
    super("time", { rule, latest: (now) => latest(now, config.maxDaysAhead) });
    for (const event of ["input", "refresh"]) {
      this.input.addEventListener(event, () => this.#describeHours());
    }
    this.#describeHours();
  }

  /** Goes to a time that is booked already, if it can still be booked; else to the default. */
  resetTo(booked) {
    this.reset(rule(booked, new Date()) === null ? booked : null);
  }

  /** Whether the field shows this instant. It has no seconds. */
  isAt(date) {
    return this.input.value === toLocalInput(date);
  }

  #describeHours() {
    const { businessHours, businessTimeZone } = config;
    const line = byId("time-hours");
    line.hidden = businessHours === null;
    if (businessHours !== null) {
      setText(line, describeHours(businessHours, businessTimeZone, this.instant ?? new Date()));
    }
  }
}
