/** The dialog in which a case is changed. */

import { send } from "../../../kit/js/api.js";
import { stayOpenWhile } from "../../../kit/js/dialog.js";
import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { checkAll, Field, showDetails } from "../../../kit/js/form.js";
import { failureOf, invalidFailure } from "../../../kit/js/messages.js";
import { Outcome } from "../../../kit/js/outcome.js";
import { requiredRule, textRule } from "../../../kit/js/rules.js";
import { emailRule } from "../rules.js";

const SAVE = { failed: "The case was not changed", interrupted: "Open it again to see what it is now." };
const MOST = 200;
const text = () => textRule(MOST);
const name = () => (value) => requiredRule("Enter a name")(value) ?? textRule(MOST)(value);
/** The server's name, the label, the rule, the kind of input. */
const FIELDS = [
  ["name", "Name", name],
  ["phone", "Phone", text, "tel"],
  ["home_phone", "Home phone", text, "tel"],
  ["cell_phone", "Mobile", text, "tel"],
  ["email", "E-mail", emailRule, "email"],
  ["status", "Status", text],
  ["clinic", "Clinic", text],
  ["treatment", "Treatment", text],
  ["disposition", "Disposition", text],
  ["outcome", "Outcome", text],
  ["follow_up_date", "Follow-up", () => () => null, "date"],
];
const STATUSES = ["IN_CORSO", "APPUNTAMENTO", "CHIUSO"];

export class CaseDialog {
  #dialog = byId("caseDialog");
  #fields;
  #save;
  #cancel;
  #outcome;
  #changed;
  #match = null;

  /** @param {(match: any) => void} changed */
  constructor(changed) {
    this.#changed = changed;
    this.#save = make("button", { type: "submit", className: "button button--primary" }, "Save");
    this.#cancel = makeButton("button", "Cancel", { onclick: () => this.close() });
    const slot = make(
      "div",
      "outcome outcome--dialog",
      make("div", { className: "outcome__progress", role: "status" }),
      make("div", { className: "outcome__alert", role: "alert", tabIndex: -1 }),
    );
    const form = byId("caseForm");
    form.append(
      make("div", "pair", ...FIELDS.map(input)),
      make("datalist", { id: "statuses" }, ...STATUSES.map((value) => make("option", { value }))),
      make("div", "actions", this.#save, this.#cancel),
      slot,
    );
    byId("edit-status").setAttribute("list", "statuses");
    this.#outcome = new Outcome(slot);
    const field = ([key, , rule]) => [key, new Field(`edit-${key}`, rule())];
    this.#fields = new Map(FIELDS.map(field));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    stayOpenWhile(this.#dialog, () => this.#save.disabled);
  }

  /** Shows a case as it is. */
  open(match) {
    this.#match = match;
    setText(byId("caseDialogTitle"), `Case ${match.case_id}`);
    for (const [key, field] of this.#fields) {
      const value = match.patient[key] ?? match.case[key] ?? "";
      field.write(key === "follow_up_date" ? value.slice(0, 10) : value);
    }
    this.#outcome.clear();
    this.#dialog.showModal();
    this.#fields.get("name").input.focus();
  }

  close() {
    this.#dialog.close();
  }

  async #send() {
    const fields = [...this.#fields.values()];
    const wrong = checkAll(fields);
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return;
    }
    const work = { button: this.#save, label: "Saving…", text: "Saving the case…", locked: [this.#cancel] };
    const end = this.#outcome.work(work);
    const path = `api/cases/${encodeURIComponent(this.#match.case_id)}`;
    const answer = await send("PUT", path, { body: this.#body() });
    end();
    if (answer.kind === "ok") {
      this.close();
      this.#changed(answer.body);
      return;
    }
    const failure = failureOf(answer, SAVE);
    showDetails(fields, answer.details, failure);
    this.#outcome.fail(failure);
  }

  #body() {
    const typed = FIELDS.map(([key]) => [key, this.#fields.get(key).value]);
    const body = Object.fromEntries(typed);
    return { ...body, follow_up_date: this.#followUp(body.follow_up_date) };
  }

  /** The day that was chosen; the time of the day stays where the day is the same. */
  #followUp(day) {
    const before = this.#match.case.follow_up_date ?? "";
    return day === "" ? null : before.startsWith(day) ? before : `${day}T00:00:00Z`;
  }
}

/** The server's messages begin with its name of the field. */
function input([key, label, , type = "text"]) {
  const id = `edit-${key}`;
  return make(
    "div",
    "field",
    make("label", { htmlFor: id }, label),
    make("input", { id, type, maxLength: 300, autocomplete: "off", data: { label: key }, aria: { describedby: `${id}-error` } }),
    make("p", { id: `${id}-error`, className: "field__error" }),
  );
}
