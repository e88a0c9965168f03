/** The subject, with a counter that speaks only near the limit. */

import { byId } from "../../kit/js/dom.js";
import { Field } from "../../kit/js/form.js";
import { SUBJECT_MAX, subjectLeft, subjectRule } from "./rules.js";

const SPEAK_AFTER_MS = 800;

export class SubjectField extends Field {
  #timer = 0;

  constructor() {
    super("subject", subjectRule);
    this.input.addEventListener("input", () => this.#count());
    this.#count();
  }

  #count() {
    const left = subjectLeft(this.input.value);
    const counter = byId("subject-counter");
    counter.textContent = `${SUBJECT_MAX - left} / ${SUBJECT_MAX}`;
    counter.classList.toggle("counter--over", left < 0);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      byId("subject-status").textContent =
        left > 20 ? "" : left >= 0 ? `${left} characters left` : `${-left} characters too many`;
    }, SPEAK_AFTER_MS);
  }
}
