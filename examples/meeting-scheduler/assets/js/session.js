/** Who is signed in: the header, the first sign-in, and the one that is asked for again. */

import { arriveAt, byId, setBusy, showOnly } from "../../kit/js/dom.js";
import { failureOf } from "../../kit/js/messages.js";
import { formatFrom } from "../../kit/js/time.js";
import { toast } from "../../kit/js/toast.js";
import { readSession, signOut } from "./api.js";
import { ACTIONS } from "./messages.js";
import { SignInForm } from "./sign-in.js";

const VIEWS = ["loading", "problem", "signInView", "workspace"];
const METHODS = { pak: "PAK", local: "Local" };

export class Session {
  #form = new SignInForm((state) => this.#arrive(state));
  #dialog = byId("signInDialog");
  /** Set while the dialog asks. @type {{promise: Promise<boolean>, done: (back: boolean) => void} | null} */
  #asking = null;
  #onSignedIn;

  /** @param {() => void} onSignedIn somebody is signed in: load what belongs to them */
  constructor(onSignedIn) {
    this.#onSignedIn = onSignedIn;
    byId("signOut").addEventListener("click", () => void this.#signOut());
    byId("signInAgain").addEventListener("click", () => void this.again());
    byId("closeSignIn").addEventListener("click", () => this.#dialog.close());
    byId("tryAgain").addEventListener("click", () => void this.start());
    this.#dialog.addEventListener("close", () => this.#answer(false));
  }

  /** Shows what fits this browser's session. */
  async start() {
    showOnly("loading", VIEWS);
    const answer = await readSession();
    if (answer.kind !== "ok") {
      const { title, text } = failureOf(answer, ACTIONS.loadPage);
      byId("problemText").textContent = `${title}. ${text}`.trim();
      showOnly("problem", VIEWS);
      byId("problemHeading").focus();
    } else if (answer.body.authenticated === true) {
      this.#signedIn(answer.body);
    } else {
      this.#form.open(byId("signInHome"), answer.body.operator === true);
      showOnly("signInView", VIEWS);
    }
  }

  /**
   * Asks for the sign-in over the page, unless it came back by itself in another tab.
   * @returns {Promise<boolean>} whether somebody is signed in now
   */
  async again() {
    if (this.#asking === null) {
      let done = () => {};
      const promise = new Promise((resolve) => {
        done = resolve;
      });
      this.#asking = { promise, done };
      void this.#ask();
    }
    return this.#asking.promise;
  }

  /** Asks for the sign-in again, then offers the interrupted action once more. */
  async recover(outcome, button) {
    const back = await this.again();
    outcome.note(
      back
        ? `You are signed in again. Press “${button.textContent}” to go on.`
        : "You are not signed in. What you typed is still here.",
    );
    button.focus();
  }

  async #ask() {
    const answer = await readSession();
    if (answer.kind === "ok" && answer.body.authenticated === true) {
      this.#signedIn(answer.body);
      return;
    }
    showSession(null);
    this.#form.open(byId("signInSlot"), answer.body?.operator === true);
    this.#dialog.showModal();
    this.#form.focus();
  }

  // After the first sign-in the keyboard goes to the form; a dialog gives it back by itself.
  #arrive(state) {
    const first = this.#asking === null;
    this.#signedIn(state);
    if (first) {
      arriveAt("formHeading");
    }
  }

  #signedIn(state) {
    showSession(state);
    showOnly("workspace", VIEWS);
    this.#answer(true);
    this.#dialog.close();
    this.#onSignedIn();
  }

  #answer(back) {
    const asking = this.#asking;
    this.#asking = null;
    asking?.done(back);
  }

  async #signOut() {
    const button = byId("signOut");
    setBusy(button, true, "Signing out...");
    const answer = await signOut();
    setBusy(button, false, "Sign out");
    if (answer.kind !== "ok") {
      toast(failureOf(answer, ACTIONS.signOut).title, { bad: true });
      return;
    }
    // What somebody saw and typed must not be there for the next one, and browsers may keep what
    // is in a form when they load its page again.
    byId("session").hidden = true;
    showOnly("loading", VIEWS);
    for (const form of document.forms) {
      form.reset();
    }
    location.reload();
  }
}

// A sign-in ends at a fixed time, which people want to know before a long form.
function showSession(state) {
  const until = new Date(state?.expiresAt ?? Number.NaN);
  const method = METHODS[state?.method] ?? "";
  const parts = [method === "" ? "Signed in" : `Signed in with ${method}`];
  if (!Number.isNaN(until.getTime())) {
    parts.push(`until ${formatFrom(new Date(), until)}`);
  }
  byId("sessionText").textContent = state === null ? "Not signed in" : parts.join(" ");
  byId("signOut").hidden = state === null;
  byId("signInAgain").hidden = state !== null;
  byId("session").hidden = false;
}
