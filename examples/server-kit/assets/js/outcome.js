/** The place under a form where progress and failures are shown; its height is reserved. */

import { make, setBusy } from "./dom.js";
import { countdown } from "./time.js";

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

  /**
   * Shows that something is being sent, and locks what must not be pressed meanwhile.
   * @param {{button: HTMLButtonElement, label: string, text: string, locked?: any[]}} work the
   *   pressed button, its text meanwhile, what goes on, and what else is disabled
   * @returns {() => void} ends it
   */
  work({ button, label, text, locked = [] }) {
    const before = button.textContent;
    const lock = (started) => {
      locked.forEach((control) => {
        control.disabled = started;
      });
      button.form?.setAttribute("aria-busy", String(started));
      setBusy(button, started, started ? label : before);
    };
    lock(true);
    this.start(text);
    return () => {
      lock(false);
      this.clear();
    };
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
   * @param {...HTMLElement} more what can be done about it
   */
  fail(failure, ...more) {
    this.clear();
    this.#showIdle(false);
    this.#alert.append(alertBox(failure, ...more));
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
    const bar = make("div", { className: "progress__bar", role: "progressbar" });
    bar.setAttribute("aria-label", "Waiting for the answer");
    this.#progress.replaceChildren(bar, make("p", "progress__text", text));
  }

  #showIdle(shown) {
    if (this.#idle !== null) {
      this.#idle.hidden = !shown;
    }
  }
}

/**
 * A failure as a box.
 * @param {import("./messages.js").Failure} failure
 * @param {...HTMLElement} more what can be done about it
 */
export function alertBox({ title, text, list, requestId }, ...more) {
  return make(
    "div",
    "alert alert--danger",
    make("p", "alert__title", title),
    text === "" ? null : make("p", "", text),
    list.length === 0 ? null : make("ul", "", ...list.map((item) => make("li", "", item))),
    requestId ? make("p", "alert__id", "Request id: ", make("code", "", requestId)) : null,
    ...more,
  );
}

/**
 * Lets a button count down before it can be pressed again. It does so in silence: the message
 * that says how long has been read out once.
 * @param {HTMLButtonElement} button
 * @param {number} seconds
 * @param {() => void} done
 */
export function countDown(button, seconds, done = () => {}) {
  const before = button.textContent;
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `Try again in ${countdown(left)}` : before;
    if (left > 0) {
      setTimeout(tick, 1000);
    } else {
      done();
    }
  };
  tick();
}
