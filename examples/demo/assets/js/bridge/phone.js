/** The customer's phone. */

import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { announce } from "../../../kit/js/toast.js";
import { phone, read, write } from "./api.js";
import { makeBubble, updateBubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { icon } from "./icons.js";
import { Log } from "./log.js";
import { timeOf, withDays } from "./words.js";

export class Phone {
  #customer;
  #messages = [];
  #log;
  #state = byId("phone-state");
  #isOpen = true;
  #reading = false;
  #asked = 0;

  constructor(customer) {
    this.#customer = customer;
    const chat = {
      quoted: (id) => this.#messages.find((message) => message.id === id)?.text ?? null,
      reply: (message, choice, kind) => this.#reply(message, choice, kind),
      openList: (message) => this.#openList(message),
    };
    this.#log = new Log(
      byId("phone-messages"),
      (message) => makeBubble(message, chat),
      updateBubble,
    );
    byId("phone-back").append(icon("back"));
    byId("phone-back").addEventListener("click", () => this.#open(false));
    byId("phone-open").addEventListener("click", () => this.#open(true));
    byId("list-close").addEventListener("click", () => byId("list-dialog").close());
    document.addEventListener("visibilitychange", () => void this.#read());
    new Composer("phone", (written) => write(this.#customer, written));
  }

  /** Whose phone it is. */
  get customer() {
    return this.#customer;
  }

  /** Gives the phone to somebody else. */
  belongTo(customer) {
    this.#customer = customer;
    this.#messages = [];
    this.#log.clear();
    void this.refresh();
  }

  /** Shows what is in the chat now. */
  async refresh() {
    this.#asked += 1;
    const asked = this.#asked;
    const answer = await phone(this.#customer.waId);
    // An answer that was overtaken shows the past.
    if (answer.kind === "ok" && asked === this.#asked) {
      this.#show(answer.body);
    }
  }

  #show({ messages, typing, now }) {
    const before = this.#messages.length;
    this.#messages = messages;
    const shown = withDays(messages, now);
    this.#log.show(typing ? [...shown, TYPING] : shown);
    setText(byId("phone-time"), timeOf(now));
    setText(this.#state, typing ? "typing…" : "Business account");
    const unread = messages.filter(isUnread);
    const last = messages.at(-1);
    setText(byId("phone-snippet"), last ? (last.text ?? "Picture") : "Write the first message");
    setText(byId("phone-last"), last ? timeOf(last.at) : "");
    byId("phone-unread").hidden = unread.length === 0;
    setText(byId("phone-unread"), String(unread.length));
    if (!this.#isOpen && messages.length > before && unread.length > 0) {
      announce(`${unread.length} new on the phone`);
    }
    void this.#read();
  }

  #open(open) {
    this.#isOpen = open;
    byId("phone-chat").hidden = !open;
    byId("phone-list").hidden = open;
    if (open) {
      this.#log.toEnd();
      byId("phone-text").focus();
      void this.#read();
    } else {
      byId("phone-open").focus();
    }
  }

  /** Who has the chat open reads it. */
  async #read() {
    const sees = this.#isOpen && document.visibilityState === "visible";
    if (sees && !this.#reading && this.#messages.some(isUnread)) {
      this.#reading = true;
      await read(this.#customer.waId);
      this.#reading = false;
    }
  }

  #reply(message, choice, kind) {
    const { id, title } = choice;
    void write(this.#customer, { reply: { messageId: message.id, id, title, kind } });
  }

  #openList(message) {
    const dialog = byId("list-dialog");
    setText(byId("list-title"), message.list.button ?? "Choose");
    const rows = message.list.rows.map((row) => {
      const button = makeButton("sheet__row", "", {
        onclick: () => {
          dialog.close();
          this.#reply(message, row, "list");
        },
      });
      button.append(
        make("strong", "", row.title),
        ...(row.description ? [make("span", "small", row.description)] : []),
      );
      return button;
    });
    byId("list-rows").replaceChildren(...rows);
    dialog.showModal();
  }
}

const TYPING = { id: "typing", dots: true };

function isUnread({ from, status }) {
  return from === "business" && status !== "read";
}
