/** Who works at the desk: adding somebody, switching an account off, a second factor. */

import { send } from "../../../kit/js/api.js";
import { confirm } from "../../../kit/js/confirm.js";
import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { stayOpenWhile } from "../../../kit/js/dialog.js";
import { checkAll, Field, showDetails } from "../../../kit/js/form.js";
import { failureOf, invalidFailure } from "../../../kit/js/messages.js";
import { Outcome } from "../../../kit/js/outcome.js";
import { requiredRule, textRule } from "../../../kit/js/rules.js";
import { fill } from "../../../kit/js/table.js";
import { copyOnClick, toast } from "../../../kit/js/toast.js";
import { both, emailRule } from "../visitor/rules.js";

const NAMES = ["Name", "E-mail address", "Department", "Role", "State", ""];
const ADD = { failed: "Nobody was added", interrupted: "Please look at the list before you try again." };
const CHANGE = { failed: "Nothing was changed", interrupted: "Please load the page again." };
const SHORTEST = 12;

export class People {
  #session;
  #outcome = new Outcome(byId("personOutcome"));
  #fields = {
    name: new Field("personName", both(requiredRule("Enter a name"), textRule(100))),
    email: new Field("personEmail", emailRule),
    department: new Field("personDepartment", textRule(100)),
    password: new Field("personPassword", (value) =>
      [...value].length < SHORTEST ? `Enter at least ${SHORTEST} characters` : null,
    ),
  };
  #isSending = false;

  /** @param {import("../../../kit/js/session.js").Session} session */
  constructor(session) {
    this.#session = session;
    const dialog = byId("personDialog");
    stayOpenWhile(dialog, () => this.#isSending);
    byId("newPerson").addEventListener("click", () => {
      Object.values(this.#fields).forEach((field) => field.reset());
      this.#outcome.clear();
      dialog.showModal();
    });
    byId("personCancel").addEventListener("click", () => dialog.close());
    byId("personForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#add();
    });
    copyOnClick(byId("totpCopy"), () => byId("totpSecret").textContent);
    byId("totpDone").addEventListener("click", () => {
      byId("totp").hidden = true;
      setText(byId("totpSecret"), "");
      byId("totpLink").removeAttribute("href");
      byId("peopleTitle").focus();
    });
  }

  async open() {
    const answer = await send("GET", "api/staff");
    if (answer.kind !== "ok") {
      this.#refused(answer);
      return;
    }
    const rows = answer.body.map((person) => [
      person.name,
      person.email,
      person.department || "–",
      person.role,
      [person.disabled ? "disabled" : "active", person.hasTotp ? "second factor" : ""].filter(Boolean).join(" · "),
      this.#buttons(person),
    ]);
    fill(byId("peopleTable"), NAMES, rows, "Nobody yet.");
  }

  #buttons(person) {
    const button = (text, kind, act) =>
      makeButton(`button button--compact ${kind}`, text, { onclick: act, aria: { label: `${text}: ${person.name}` } });
    return make(
      "span",
      "people-table__actions",
      button(person.hasTotp ? "New second factor" : "Second factor", "", () => void this.#totp(person)),
      person.disabled ? null : button("Switch off", "", () => void this.#disable(person)),
      button("Delete", "button--danger", () => void this.#delete(person)),
    );
  }

  async #add() {
    const fields = Object.values(this.#fields);
    const wrong = checkAll(fields);
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return;
    }
    const { name, email, department, password } = this.#fields;
    const role = new FormData(byId("personForm")).get("role");
    const body = { name: name.value, email: email.value, department: department.value, password: password.input.value, role };
    this.#isSending = true;
    const end = this.#outcome.work({ button: byId("personCreate"), label: "Adding…", text: "Adding …", locked: [byId("personCancel")] });
    const answer = await send("POST", "api/auth/register", { body });
    end();
    this.#isSending = false;
    if (answer.kind === "ok") {
      password.reset();
      byId("personDialog").close();
      toast(`${body.name} was added`);
      await this.open();
      return;
    }
    const failure = failureOf(answer, ADD);
    showDetails(fields, answer.details, failure);
    this.#outcome.fail(failure);
  }

  async #disable(person) {
    const text = `${person.name} is signed out at once, and calls in progress end.`;
    if (await confirm(`Switch the account of ${person.name} off?`, text, "Switch off")) {
      await this.#change("PATCH", person, { body: { disabled: true } }, "Switched off");
    }
  }

  async #delete(person) {
    const text = "The account is gone for good. The calls that were taken stay in the report, without the name.";
    if (await confirm(`Delete the account of ${person.name}?`, text, "Delete")) {
      await this.#change("DELETE", person, {}, "Deleted");
    }
  }

  async #change(method, { id }, options, done) {
    const answer = await send(method, `api/staff/${encodeURIComponent(id)}`, options);
    if (answer.kind === "ok") {
      toast(done);
      await this.open();
      byId("peopleTitle").focus();
    } else {
      this.#refused(answer);
    }
  }

  async #totp(person) {
    const answer = await send("POST", `api/staff/${encodeURIComponent(person.id)}/totp`);
    if (answer.kind !== "ok") {
      this.#refused(answer);
      return;
    }
    const { key, url } = answer.body;
    setText(byId("totpText"), `Enter this key in the authenticator app of ${person.name}. It is shown once.`);
    setText(byId("totpSecret"), key);
    const link = byId("totpLink");
    link.hidden = !String(url ?? "").startsWith("otpauth://");
    if (!link.hidden) {
      link.href = url;
    }
    byId("totp").hidden = false;
    byId("totp").focus();
    await this.open();
  }

  #refused(answer) {
    if (answer.status === 401) {
      this.#session.ask();
    } else {
      const { title, text } = failureOf(answer, CHANGE);
      toast(`${title}. ${text}`.trim(), { bad: true });
    }
  }
}
