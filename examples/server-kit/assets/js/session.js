/** Who uses a page: signing in, signing out, and what is shown until then. */

import { byId, make, makeButton, setText, showOnly } from "./dom.js";
import { failureOf } from "./messages.js";
import { alertBox } from "./outcome.js";
import { ACCOUNTS, SignInForm } from "./sign-in.js";
import { toast } from "./toast.js";

const OWN = ["loading", "problem", "signIn"];
const LOAD = { failed: "This page could not be loaded", interrupted: "Please check your connection and try again." };
const LEAVE = { failed: "You are still signed in", interrupted: "Please check your connection and try again." };

/** What the sections say, beside the words of the form. */
const WORDS = { loading: "Loading…", heading: "Sign in", lead: "" };

/**
 * The sign-in of a page that has a head `session` with `sessionText` and a button `signOut`. It
 * puts the sections `loading`, `problem` and `signIn` (with a form `signInForm`) in front of the
 * page's own, unless the page has them already.
 */
export class Session {
  /** @type {import("./sign-in.js").Account | null} */
  account = null;
  #views;
  #entered;
  #left;
  #form;
  #accounts;

  /**
   * @param {string[]} views ids of the page's own sections
   * @param {{entered: (account: import("./sign-in.js").Account) => void, left?: () => void}} on
   *   `entered` shows one of the views
   * @param {object} [words] in the place of those above, and of those of the form
   * @param {import("./sign-in.js").Accounts} [accounts] of a server that has routes of its own
   */
  constructor(views, { entered, left = () => {} }, words = {}, accounts = ACCOUNTS) {
    this.#accounts = accounts;
    this.#views = [...OWN, ...views];
    this.#entered = entered;
    this.#left = left;
    if (document.getElementById("signIn") === null) {
      byId(views[0]).before(...sections({ ...WORDS, ...words }));
    }
    this.#form = new SignInForm(byId("signInForm"), (account) => this.#enter(account), words, accounts);
    byId("signOut").addEventListener("click", () => void this.#leave());
  }

  /** Shows the page to whoever is signed in, and the sign-in to everybody else. */
  async start() {
    this.show("loading");
    const answer = await this.#accounts.who();
    if (answer.kind !== "ok") {
      this.fail(answer, () => void this.start());
    } else if (answer.body.account === null) {
      this.ask();
    } else {
      this.#enter(answer.body.account);
    }
  }

  /** Shows one of the sections and hides the others. */
  show(view) {
    showOnly(view, this.#views);
  }

  /** Shows the sign-in, because the server says that nobody is signed in. */
  ask() {
    this.account = null;
    this.#left();
    byId("session").hidden = true;
    this.show("signIn");
    this.#form.focus();
  }

  /** Finds out whether somebody is still signed in, after an event stream was lost. */
  async check() {
    const answer = await this.#accounts.who();
    if (answer.kind === "ok" && answer.body.account === null && this.account !== null) {
      this.ask();
    }
  }

  /** Shows why there is nothing to see, with a button that tries again. */
  fail(answer, again) {
    const button = makeButton("button", "Try again", { onclick: again });
    byId("problem").replaceChildren(alertBox(failureOf(answer, LOAD), button));
    this.show("problem");
    button.focus();
  }

  #enter(account) {
    this.account = account;
    setText(byId("sessionText"), `${account.email} (${account.role})`);
    byId("session").hidden = false;
    this.#entered(account);
  }

  async #leave() {
    const answer = await this.#accounts.signOut();
    if (answer.kind === "ok") {
      this.ask();
    } else {
      toast(failureOf(answer, LEAVE).title, { bad: true });
    }
  }
}

function sections({ loading, heading, lead }) {
  const bones = ["title", "row", "button"].map((kind) => make("span", `bone bone--${kind}`));
  return [
    make(
      "section",
      { id: "loading", className: "card card--narrow", aria: { busy: "true" } },
      make("p", { className: "sr-only", role: "status" }, loading),
      make("div", { className: "skeleton", aria: { hidden: "true" } }, ...bones),
    ),
    make("section", { id: "problem", className: "narrow", hidden: true, aria: { label: "What went wrong" } }),
    make(
      "section",
      { id: "signIn", className: "card card--narrow", hidden: true, aria: { labelledby: "signInHeading" } },
      make("h1", { id: "signInHeading", tabIndex: -1 }, heading),
      lead === "" ? null : make("p", "muted", lead),
      make("form", { id: "signInForm", method: "post", noValidate: true }),
    ),
  ];
}
