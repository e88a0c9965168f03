/** Fields with their errors: checked on leaving them, mapped from the server, focused in order. */

import { byId, setText } from "./dom.js";

export class Field {
  #rule;
  #error;
  /** What the field was filled with, and how its input shows that. */
  #given = null;
  #shown = "";

  /**
   * @param {string} id of the input; its error line is `{id}-error`
   * @param {import("./rules.js").Rule} rule
   */
  constructor(id, rule) {
    this.input = byId(id);
    this.#rule = rule;
    this.#error = byId(`${id}-error`);
    this.input.addEventListener("input", () => {
      if (this.invalid) {
        this.check();
      }
    });
    this.input.addEventListener("change", () => {
      if (this.input.value !== "") {
        this.check();
      }
    });
  }

  /** The label with which the server begins its messages. */
  get label() {
    return this.input.dataset.label;
  }

  /** What was typed; else what was given, which the input may not show as it is. */
  get value() {
    return (this.untouched ? this.#given : this.input.value).trim();
  }

  /** Whether the field still holds what it was filled with. */
  get untouched() {
    return this.#given !== null && this.input.value === this.#shown;
  }

  get invalid() {
    return this.input.getAttribute("aria-invalid") === "true";
  }

  /**
   * Applies the rule, shows its message, and says whether the field is fine. A value that was
   * given comes from elsewhere, where other rules may hold: nobody has to correct it.
   */
  check() {
    const exempt = this.untouched && this.#given !== "";
    this.setError(exempt ? null : this.#rule(this.input.value));
    return !this.invalid;
  }

  /** Shows a message, or takes it away. */
  setError(message) {
    setText(this.#error, message ?? "");
    if (message === null) {
      this.input.removeAttribute("aria-invalid");
    } else {
      this.input.setAttribute("aria-invalid", "true");
    }
  }

  /** Fills the field, without an error. */
  reset(value = "") {
    this.write(value);
    this.#given = value;
    this.#shown = this.input.value;
  }

  /** Writes a value, as somebody would type it. */
  write(value) {
    this.input.value = value;
    this.setError(null);
  }
}

/** Checks all fields and focuses the first that is wrong; gives the number of wrong ones. */
export function checkAll(fields) {
  const wrong = fields.filter((field) => !field.check());
  wrong[0]?.input.focus();
  return wrong.length;
}

/** Puts the server's messages at their fields, focuses the first, and adds the rest to the failure. */
export function showDetails(fields, details, failure) {
  for (const detail of details) {
    const field = fields.find(({ label }) => detail.toLowerCase().startsWith(label.toLowerCase()));
    if (field === undefined) {
      failure.list.push(detail);
    } else if (!field.invalid) {
      field.setError(detail);
    }
  }
  const first = fields.find((field) => field.invalid);
  first?.input.focus();
  if (first !== undefined && failure.text === "") {
    failure.text = "See the messages at the fields.";
  }
  return first !== undefined;
}
