/** The form for a caller whom nobody knows. */

import { sendOnce } from "../../../kit/js/api.js";
import { Attempt } from "../../../kit/js/attempt.js";
import { byId, make } from "../../../kit/js/dom.js";
import { checkAll, Field, showDetails } from "../../../kit/js/form.js";
import { failureOf, invalidFailure } from "../../../kit/js/messages.js";
import { Outcome } from "../../../kit/js/outcome.js";
import { requiredRule, textRule } from "../../../kit/js/rules.js";
import { emailRule } from "../rules.js";

const SAVE = {
  failed: "The case was not saved",
  interrupted: "Nobody knows whether it was saved. Press the button again: it is saved once.",
};
const MOST = 200;

export class LeadForm {
  element;
  #fields;
  #outcome;
  #button;
  #phone;
  #saved;
  #attempt = new Attempt("screen-pop-lead");
  #busy = false;

  /**
   * @param {string} phone the number of the caller
   * @param {(match: any) => void} saved gets the new case
   */
  constructor(phone, saved) {
    this.#phone = phone;
    this.#saved = saved;
    this.#button = make("button", { type: "submit", className: "button button--primary" }, "Save the new case");
    const slot = make(
      "div",
      "outcome outcome--dialog",
      make("div", { className: "outcome__progress", role: "status" }),
      make("div", { className: "outcome__alert", role: "alert", tabIndex: -1 }),
    );
    this.element = make(
      "form",
      { className: "lead", noValidate: true },
      field("leadName", "Name", "name", { autocomplete: "off", required: true }),
      make(
        "div",
        "pair",
        field("leadPhone", "Phone", "phone", { type: "tel", value: phone, readOnly: true }),
        field("leadEmail", "E-mail", "email", { type: "email", autocomplete: "off" }),
      ),
      make(
        "div",
        "pair",
        field("leadClinic", "Clinic", "clinic", { autocomplete: "off" }),
        field("leadTreatment", "Treatment", "treatment", { autocomplete: "off" }),
      ),
      make("div", "actions", this.#button),
      slot,
    );
    this.#outcome = new Outcome(slot);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#save();
    });
  }

  /** Connects the fields, once they stand in the page. */
  begin() {
    this.#fields = {
      name: new Field("leadName", both(requiredRule("Enter the caller's name"), textRule(MOST))),
      email: new Field("leadEmail", emailRule()),
      clinic: new Field("leadClinic", textRule(MOST)),
      treatment: new Field("leadTreatment", textRule(MOST)),
    };
  }

  /** Whether something was typed that another call must not take away. */
  get isBegun() {
    return this.#busy || Object.values(this.#fields ?? {}).some(({ value }) => value !== "");
  }

  async #save() {
    const fields = Object.values(this.#fields);
    const wrong = checkAll(fields);
    if (this.#busy) {
      return;
    }
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return;
    }
    this.#busy = true;
    const end = this.#outcome.work({ button: this.#button, label: "Saving…", text: "Saving the case…" });
    const typed = Object.entries(this.#fields).map(([name, { value }]) => [name, value]);
    const body = { ...Object.fromEntries(typed), phone: this.#phone };
    const answer = await sendOnce("POST", "api/cases", await this.#attempt.keyFor(body), { body });
    this.#attempt.answered(answer);
    end();
    this.#busy = false;
    if (answer.kind === "ok") {
      this.#saved(answer.body);
      return;
    }
    const failure = failureOf(answer, SAVE);
    showDetails(fields, answer.details, failure);
    this.#outcome.fail(failure);
  }
}

function both(...rules) {
  return (value) => rules.map((rule) => rule(value)).find((message) => message !== null) ?? null;
}

/** `name` is the server's, with which its messages begin. */
function field(id, label, name, properties) {
  const optional = properties.required || properties.readOnly ? null : make("span", "optional", " (optional)");
  return make(
    "div",
    "field",
    make("label", { htmlFor: id }, label, optional),
    make("input", { id, data: { label: name }, aria: { describedby: `${id}-error` }, maxLength: 300, ...properties }),
    make("p", { id: `${id}-error`, className: "field__error" }),
  );
}

/** Brings the keyboard to the form's first field. */
export function focusLead() {
  byId("leadName").focus({ preventScroll: true });
}
