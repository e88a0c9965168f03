/** The place under a form where progress and failures are shown; its height is reserved. */

import { make } from "./dom.js";

const SHOW_AFTER_MS = 1000;
const LONG_AFTER_MS = 30_000;

export class Outcome {
  #idle;
  #progress;
  #alert;
  #timers = [];

  /** @param {HTMLElement} slot holds a progress and an alert region, maybe an idle text */
  constructor(slot) {
    this.#idle = slot.querySelector(".outcome__idle");
    this.#progress = slot.querySelector(".outcome__progress");
    this.#alert = slot.querySelector(".outcome__alert");
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
      const line = make("p", "alert__id", "Request id: ");
      line.append(make("code", "", failure.requestId));
      box.append(line);
    }
    this.#alert.append(box);
  }

  /** Shows something that is no failure. */
  note(text) {
    this.clear();
    this.#showIdle(false);
    this.#progress.append(make("p", "alert alert--info", text));
  }

  /** Takes everything away again. */
  clear() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#progress.replaceChildren();
    this.#alert.replaceChildren();
    this.#showIdle(true);
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
