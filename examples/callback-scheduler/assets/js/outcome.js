/** The place under a form where progress and failures are shown; its height is reserved. */

import { make } from "./dom.js";

const SHOW_AFTER_MS = 1000;
const LONG_AFTER_MS = 30_000;

export class Outcome {
  #idle;
  #progress = make("div", "progress");
  #alert = make("div", "outcome__alert");
  #timers = [];

  /** @param {HTMLElement} slot may hold a text for the time when nothing happens */
  constructor(slot) {
    this.#idle = slot.querySelector(".outcome__idle");
    this.#progress.setAttribute("role", "status");
    this.#alert.setAttribute("role", "alert");
    this.#alert.tabIndex = -1;
    slot.append(this.#progress, this.#alert);
  }

  /** Shows that something is going on, once it has taken a second. How far it is, nobody knows. */
  start(text) {
    this.clear();
    this.#timers.push(
      setTimeout(() => this.#showProgress(text), SHOW_AFTER_MS),
      setTimeout(
        () => this.#showProgress("Still waiting for an answer. Please keep this page open."),
        LONG_AFTER_MS,
      ),
    );
  }

  /**
   * Shows what went wrong.
   * @param {import("./messages.js").Failure} failure
   */
  fail(failure) {
    this.clear();
    this.#showIdle(false);
    const box = make("div", "alert alert--danger");
    box.append(make("p", "alert__title", failure.title));
    if (failure.text !== "") {
      box.append(make("p", "", failure.text));
    }
    if (failure.list.length > 0) {
      const list = make("ul", "");
      list.append(...failure.list.map((item) => make("li", "", item)));
      box.append(list);
    }
    if (failure.requestId) {
      const line = make("p", "", "Request id: ");
      line.append(make("code", "", failure.requestId));
      box.append(line);
    }
    this.#alert.append(box);
  }

  /** Takes everything away again. */
  clear() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#progress.replaceChildren();
    this.#alert.replaceChildren();
    this.#showIdle(true);
  }

  /** Moves the keyboard to the message, for when the button cannot have it. */
  focus() {
    this.#alert.focus();
  }

  /** Scrolls just so far that the message can be read. */
  reveal() {
    this.#alert.scrollIntoView({ block: "nearest" });
  }

  #showProgress(text) {
    this.#showIdle(false);
    const bar = make("div", "progress__bar");
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", "Waiting for the answer");
    this.#progress.replaceChildren(bar, make("p", "progress__text", text));
  }

  #showIdle(shown) {
    if (this.#idle !== null) {
      this.#idle.hidden = !shown;
    }
  }
}
