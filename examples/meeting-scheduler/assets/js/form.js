/** Fields with their errors: checked on leaving them, mapped from the server, focused in order. */

import { byId, setText } from "./dom.js";

export class Field {
  #rule;
  #error;

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

  get value() {
    return this.input.value.trim();
  }

  get invalid() {
    return this.input.getAttribute("aria-invalid") === "true";
  }

  /** Applies the rule, shows its message, and says whether the field is fine. */
  check() {
    this.setError(this.#rule(this.input.value));
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

  /** Writes a value without an error. */
  reset(value = "") {
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
