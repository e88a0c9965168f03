/** Signing in with an account of the server: the form, and who is signed in. */

import { send } from "./api.js";
import { byId, make } from "./dom.js";
import { checkAll, Field } from "./form.js";
import { failureOf, invalidFailure } from "./messages.js";
import { countDown, Outcome } from "./outcome.js";
import { requiredRule } from "./rules.js";

const PATH = "api/auth";
const SIGN_IN = {
  failed: "Nobody was signed in",
  interrupted: "Please check your connection and try again.",
};

/** What the form says; a page in another language gives its own. */
const WORDS = {
  email: "E-mail address",
  password: "Password",
  code: "Code",
  codeHint: "The six digits that your authenticator app shows.",
  button: "Sign in",
  busy: "Signing in…",
  checking: "Checking your password…",
  emailMissing: "Enter your e-mail address",
  passwordMissing: "Enter your password",
  codeMissing: "Enter the code of your authenticator app",
  codeRequired: "Your password is right. Your account takes a code, too.",
};

/**
 * @typedef {object} Account
 * @property {string} email
 * @property {string} role
 * @property {string | null} genesysUserId
 * @property {string} until when the session ends
 */

/**
 * Asks who is signed in: the body of a good answer has `account`, which is null for nobody.
 * @returns {Promise<import("./api.js").Answer>}
 */
export function whoIsSignedIn() {
  return send("GET", PATH);
}

/** Ends the session. */
export function signOut() {
  return send("DELETE", PATH);
}

/**
 * How a server signs people in; one whose routes are others gives its own.
 * @typedef {{who: () => Promise<import("./api.js").Answer>, signIn: (given: {email: string, password: string, code?: string}) => Promise<import("./api.js").Answer>, signOut: () => Promise<import("./api.js").Answer>}} Accounts
 */

/** @type {Accounts} */
export const ACCOUNTS = {
  who: whoIsSignedIn,
  signIn: (body) => send("POST", PATH, { body }),
  signOut,
};

export class SignInForm {
  #form;
  #onSignedIn;
  #button;
  #outcome;
  #email;
  #password;
  #code;
  #codeField;
  #words;
  #accounts;
  #busy = false;

  /**
   * Fills an empty form of the page.
   * @param {HTMLFormElement} form
   * @param {(account: Account) => void} onSignedIn
   * @param {Partial<typeof WORDS>} others in the place of some words
   * @param {Accounts} accounts
   */
  constructor(form, onSignedIn, others = {}, accounts = ACCOUNTS) {
    const words = { ...WORDS, ...others };
    this.#words = words;
    this.#accounts = accounts;
    this.#form = form;
    this.#onSignedIn = onSignedIn;
    this.#codeField = field("signInCode", words.code, words.codeHint, {
      autocomplete: "one-time-code",
      inputMode: "numeric",
      maxLength: 12,
    });
    this.#codeField.hidden = true;
    this.#button = make("button", { type: "submit", className: "button button--primary" }, words.button);
    const slot = outcome();
    form.append(
      field("signInEmail", words.email, "", {
        type: "email",
        autocomplete: "username",
        autocapitalize: "off",
        spellcheck: false,
      }),
      field("signInPassword", words.password, "", {
        type: "password",
        autocomplete: "current-password",
      }),
      this.#codeField,
      make("div", "actions", this.#button),
      slot,
    );
    this.#outcome = new Outcome(slot);
    this.#email = new Field("signInEmail", requiredRule(words.emailMissing));
    this.#password = new Field("signInPassword", requiredRule(words.passwordMissing));
    this.#code = new Field("signInCode", requiredRule(words.codeMissing));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  /** Brings the keyboard to the first field that is empty. */
  focus() {
    const empty = this.#fields().find(({ input }) => input.value === "");
    (empty ?? this.#email).input.focus();
  }

  #fields() {
    const both = [this.#email, this.#password];
    return this.#codeField.hidden ? both : [...both, this.#code];
  }

  async #submit() {
    if (this.#busy || this.#button.disabled) {
      return;
    }
    const wrong = checkAll(this.#fields());
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return;
    }
    this.#busy = true;
    const work = { button: this.#button, label: this.#words.busy, text: this.#words.checking };
    const end = this.#outcome.work(work);
    const answer = await this.#accounts.signIn(this.#given());
    end();
    this.#busy = false;
    if (answer.kind === "ok") {
      this.#clear();
      this.#onSignedIn(answer.body.account);
    } else if (answer.body?.codeRequired === true) {
      this.#askForCode();
    } else {
      this.#refused(answer);
    }
  }

  #given() {
    const [email, password, code] = this.#fields().map((each) => each.input.value);
    return { email: email.trim(), password, ...(code !== undefined && { code: code.trim() }) };
  }

  #askForCode() {
    this.#codeField.hidden = false;
    this.#code.reset();
    this.#outcome.note(this.#words.codeRequired);
    this.#code.input.focus();
  }

  #refused(answer) {
    this.#outcome.fail(failureOf(answer, SIGN_IN));
    // A code is good once, whatever else was wrong.
    this.#code.reset();
    if (answer.retryAfter !== null) {
      countDown(this.#button, answer.retryAfter, () => this.#outcome.clear());
      this.#outcome.focus();
    } else {
      this.#password.input.focus();
    }
  }

  #clear() {
    this.#codeField.hidden = true;
    this.#fields().forEach((each) => each.reset());
    this.#code.reset();
    this.#form.reset();
  }
}

function field(id, label, hint, properties) {
  const error = `${id}-error`;
  const described = hint === "" ? error : `${id}-hint ${error}`;
  const input = { id, required: true, data: { label }, aria: { describedby: described } };
  return make(
    "div",
    "field",
    make("label", { htmlFor: id }, label),
    hint === "" ? null : make("p", { id: `${id}-hint`, className: "field__hint" }, hint),
    make("input", { ...input, ...properties }),
    make("p", { id: error, className: "field__error" }),
  );
}

function outcome() {
  return make(
    "div",
    "outcome",
    make("div", { className: "outcome__progress", role: "status" }),
    make("div", { className: "outcome__alert", role: "alert", tabIndex: -1 }),
  );
}
