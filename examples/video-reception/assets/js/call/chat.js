/** The chat beside a call. */

import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { formatTime } from "../../../kit/js/time.js";
import { icon } from "../icons.js";
import { add } from "./messages.js";

const LONGEST = 2000;

export class Chat {
  /** @type {import("./messages.js").Message[]} */
  #messages = [];
  #unread = 0;
  #isOpen = false;
  #send;
  #onUnread;
  #list = make("ol", "chat__list");
  #log = make("div", { className: "chat__log", role: "log", tabIndex: 0, aria: { label: "Messages" } }, this.#list);
  #input = make("textarea", { id: "chatText", rows: 2, maxLength: LONGEST, placeholder: "Write a message" });
  #error = make("p", { className: "field__error", role: "alert" });

  /**
   * @param {(text: string) => Promise<any>} send gives what the server answers
   * @param {(unread: number) => void} onUnread
   */
  constructor(send, onUnread) {
    this.#send = send;
    this.#onUnread = onUnread;
    const button = make("button", { type: "submit", className: "button button--primary chat__send" }, icon("send"), make("span", "sr-only", "Send"));
    const form = make(
      "form",
      { className: "chat__form", onsubmit: (event) => this.#submit(event) },
      make("label", { htmlFor: "chatText", className: "sr-only" }, "Message"),
      this.#input,
      button,
    );
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    const close = makeButton("button button--compact", "Close", { onclick: () => byId("chatButton").click() });
    this.element = make(
      "aside",
      { id: "chat", className: "chat", hidden: true, aria: { label: "Chat" } },
      make("div", "chat__head", make("h2", "", "Chat"), close),
      this.#log,
      this.#error,
      form,
    );
    this.#show();
  }

  get isOpen() {
    return this.#isOpen;
  }

  /** Another call: nobody reads what the last visitor wrote. */
  clear() {
    this.#messages = [];
    this.#input.value = "";
    this.#setUnread(0);
    this.#show();
  }

  toggle(open = !this.#isOpen) {
    this.#isOpen = open;
    this.element.hidden = !open;
    if (open) {
      this.#setUnread(0);
      this.#toEnd();
      this.#input.focus();
    }
  }

  /** A message came, of the other side or our own. */
  received(message) {
    const before = this.#messages.length;
    this.#messages = add(this.#messages, message);
    if (this.#messages.length > before) {
      this.#show();
      if (!this.#isOpen && !message.mine) {
        this.#setUnread(this.#unread + 1);
      }
    }
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text === "") {
      return;
    }
    this.#input.value = "";
    setText(this.#error, "");
    const answer = await this.#send(text);
    // What was sent comes back to both sides, so that they have the same order.
    if (answer.ok !== true) {
      // What was typed meanwhile stays.
      this.#input.value = [text, this.#input.value].filter((part) => part !== "").join("\n");
      setText(this.#error, `Not sent: ${answer.message}`);
    }
    this.#input.focus();
  }

  #setUnread(count) {
    this.#unread = count;
    this.#onUnread(count);
  }

  #show() {
    const empty = make("li", "chat__empty muted", "Nothing was written yet. Both of you read this, and nobody keeps it.");
    const lines = this.#messages.map(({ mine, text, at }) =>
      make(
        "li",
        `chat__message ${mine ? "chat__message--mine" : ""}`,
        make("span", "sr-only", mine ? "You: " : "They: "),
        make("p", "", text),
        make("time", { dateTime: at }, formatTime(new Date(at))),
      ),
    );
    this.#list.replaceChildren(...(lines.length === 0 ? [empty] : lines));
    this.#toEnd();
  }

  #toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
