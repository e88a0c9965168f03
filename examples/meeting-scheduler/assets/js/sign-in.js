/** The sign-in form: one form element, on the page or in a dialog. */

import { byId } from "../../kit/js/dom.js";
import { checkAll, Field } from "../../kit/js/form.js";
import { failureOf, invalidFailure } from "../../kit/js/messages.js";
import { Outcome } from "../../kit/js/outcome.js";
import { requiredRule } from "../../kit/js/rules.js";
import { signInLocal, signInOperator, signInPak } from "./api.js";
import { config, environmentLabel } from "./config.js";
import { ACTIONS } from "./messages.js";

const form = byId("signInForm");
const button = byId("signIn");
const tabs = [byId("tabPak"), byId("tabLocal")];

export class SignInForm {
  #method = "pak";
  #operator = false;
  #busy = false;
  #onSignedIn;
  #outcome = new Outcome(byId("signInOutcome"));
  #password = new Field("operator-password", requiredRule("Enter the operator password"));
  #pak = [
    new Field("pakKey", requiredRule("Enter the Partner API Key")),
    new Field("pakExternalId", requiredRule("Enter the External ID")),
    new Field("pakEmail", requiredRule("Enter the e-mail address of the partner")),
  ];
  #local = [
    new Field("localEmail", requiredRule("Enter your e-mail address")),
    new Field("localPassword", requiredRule("Enter your password")),
  ];

  /** @param {(state: any) => void} onSignedIn gets the server's answer */
  constructor(onSignedIn) {
    this.#onSignedIn = onSignedIn;
    byId("signInHost").textContent = `Signs in at ${environmentLabel()}.`;
    this.#preparePak();
    for (const tab of tabs) {
      tab.addEventListener("click", () => this.#choose(tab.dataset.method));
      tab.addEventListener("keydown", (event) => this.#step(event));
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#choose(pakPossible() ? "pak" : "local");
  }

  /** Shows the form in a place, for a browser that is an operator already or not. */
  open(place, operator) {
    this.#setOperator(operator);
    this.#outcome.clear();
    place.append(form);
  }

  /** The first field that waits for something. */
  focus() {
    (this.#fields()[0]?.input ?? button).focus();
  }

  #preparePak() {
    const missing = byId("pakMissing");
    missing.textContent = `No Partner API Key is set for ${config.environmentName} on this server. Sign in with “Local”, or ask the operator to set one.`;
    missing.hidden = pakPossible();
    byId("pakFields").hidden = !pakPossible();
    for (const { input } of this.#pak) {
      input.readOnly = config.pakConfigured;
      input.required = !config.pakConfigured;
      input.value = config.pakConfigured ? "Set on the server" : "";
    }
    this.#pak[0].input.type = config.pakConfigured ? "text" : "password";
  }

  #setOperator(operator) {
    this.#operator = operator;
    byId("operatorField").hidden = !this.#operatorNeeded();
  }

  #operatorNeeded() {
    return pakPossible() && config.operatorRequired && !this.#operator;
  }

  #choose(method) {
    this.#method = method;
    for (const tab of tabs) {
      const chosen = tab.dataset.method === method;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      byId(tab.getAttribute("aria-controls")).hidden = !chosen;
    }
    button.disabled = this.#busy || (method === "pak" && !pakPossible());
    this.#outcome.clear();
  }

  #step(event) {
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key) && !this.#busy) {
      event.preventDefault();
      const other = { Home: tabs[0], End: tabs[1] }[event.key];
      const tab = other ?? tabs.find((candidate) => candidate !== event.currentTarget);
      this.#choose(tab.dataset.method);
      tab.focus();
    }
  }

  #fields() {
    if (this.#method === "local") {
      return this.#local;
    }
    const typed = config.pakConfigured || !config.allowPakEntry ? [] : this.#pak;
    return this.#operatorNeeded() ? [this.#password, ...typed] : typed;
  }

  async #submit() {
    if (this.#busy) {
      return;
    }
    const wrong = checkAll(this.#fields());
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return;
    }
    this.#busy = true;
    const end = this.#outcome.work({
      button,
      label: "Signing in...",
      text: "Signing in. This can take some seconds.",
      locked: [...form.querySelectorAll("input"), ...tabs],
    });
    const answer = this.#method === "local" ? await this.#signInLocal() : await this.#signInPak();
    end();
    this.#busy = false;
    if (answer.kind === "ok") {
      this.#forgetSecrets();
      this.#onSignedIn(answer.body);
    } else {
      this.#refused(answer);
    }
  }

  async #signInLocal() {
    const [email, password] = this.#local;
    return signInLocal(email.value, password.input.value);
  }

  async #signInPak() {
    if (this.#operatorNeeded()) {
      const answer = await signInOperator(this.#password.input.value);
      if (answer.kind !== "ok") {
        return answer;
      }
      this.#password.reset();
      this.#setOperator(true);
    }
    const [pak, externalId, email] = this.#pak.map(({ value }) => value);
    return signInPak(config.pakConfigured ? null : { pak, externalId, email });
  }

  #refused(answer) {
    if (answer.status === 401 && /^Operator sign-in/.test(answer.error)) {
      this.#setOperator(false);
    }
    this.#outcome.fail(failureOf(answer, ACTIONS.signIn));
    if (answer.status === 401 && this.#method === "pak" && this.#operatorNeeded()) {
      this.#password.setError(answer.error || "Wrong password");
      this.#password.input.focus();
      this.#password.input.select();
    } else {
      button.focus();
      this.#outcome.reveal();
    }
  }

  #forgetSecrets() {
    this.#local[1].reset();
    if (!config.pakConfigured) {
      this.#pak[0].reset();
    }
  }
}

function pakPossible() {
  return config.pakConfigured || config.allowPakEntry;
}
