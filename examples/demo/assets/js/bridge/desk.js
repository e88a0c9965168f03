/** The agent's desk. */

import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { announce } from "../../../kit/js/toast.js";
import { answer, conversations, types } from "./api.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { makeLine, updateLine } from "./transcript.js";
import { initials, numberOf, timeOf, withDays } from "./words.js";

/** The vendor shows typing for some seconds. */
const TYPES_AGAIN_MS = 4000;
const CANNED = [
  "Hello! How can I help you?",
  "One moment please, I will look it up.",
  "Is there anything else I can do for you?",
];

export class Desk {
  #conversations = [];
  #chosen = null;
  #seen = new Map();
  #log = new Log(byId("transcript"), makeLine, updateLine);
  #typed = -Infinity;
  #asked = 0;
  #rows = new Map();

  constructor() {
    const composer = new Composer("desk", (written) => this.#answer(written));
    byId("desk-text").addEventListener("input", () => this.#types());
    const canned = CANNED.map((text) =>
      makeButton("answer__chip", text, { onclick: () => composer.fill(text) }),
    );
    byId("canned").append(...canned);
    const dialog = byId("choices-dialog");
    byId("desk-choices").addEventListener("click", () => dialog.showModal());
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "send") {
        this.#sendChoices();
      }
      dialog.returnValue = "";
    });
  }

  /** Shows the conversations as they are now. */
  async refresh() {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await conversations();
    if (found.kind === "ok" && asked === this.#asked) {
      this.#show(found.body);
    }
  }

  /** The clock of the demo. */
  now = null;

  #show({ conversations: all, now }) {
    this.now = now;
    this.#conversations = all;
    if (this.#chosen === null && all.length > 0) {
      this.#chosen = all[0].conversationId;
    }
    setText(byId("queue-count"), String(all.length));
    byId("queue-empty").hidden = all.length > 0;
    const rows = all.map((conversation) => this.#row(conversation));
    const list = byId("queue");
    rows.forEach((row, index) => {
      if (list.children[index] !== row) {
        list.insertBefore(row, list.children[index] ?? null);
      }
    });
    this.#showChosen();
  }

  #showChosen() {
    const conversation = this.#conversations.find(
      ({ conversationId }) => conversationId === this.#chosen,
    );
    byId("work-empty").hidden = conversation !== undefined;
    byId("work").hidden = conversation === undefined;
    byId("profile").hidden = conversation === undefined;
    if (conversation === undefined) {
      return;
    }
    const name = nameOf(conversation);
    setText(byId("work-avatar"), initials(name));
    setText(byId("work-name"), name);
    const since = timeOf(conversation.started);
    setText(byId("work-line"), `WhatsApp · Queue “Messages” · since ${since}`);
    this.#log.show(withDays(conversation.messages, this.now));
    this.#seen.set(conversation.conversationId, inbound(conversation));
    writeProfile(conversation);
  }

  #row(conversation) {
    const id = conversation.conversationId;
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = makeRow(() => this.#choose(id));
      this.#rows.set(id, row);
      this.#seen.set(id, 0);
      announce(`New interaction: ${nameOf(conversation)}`);
    }
    const name = nameOf(conversation);
    const last = conversation.messages.at(-1);
    const part = (css) => row.querySelector(css);
    setText(part(".avatar"), initials(name));
    setText(part("strong"), name);
    setText(part(".queue__snippet"), last ? snippet(last) : "");
    setText(part("time"), timeOf(conversation.lastMessage));
    const unread = id === this.#chosen ? 0 : inbound(conversation) - (this.#seen.get(id) ?? 0);
    part(".queue__unread").hidden = unread <= 0;
    setText(part(".queue__unread"), String(unread));
    const button = part("button");
    button.setAttribute("aria-current", String(id === this.#chosen));
    return row;
  }

  #choose(id) {
    this.#chosen = id;
    this.#log.clear();
    this.#show({ conversations: this.#conversations, now: this.now });
    byId("desk-text").focus();
  }

  async #answer(written) {
    this.#typed = -Infinity;
    return answer(this.#chosen, written);
  }

  #types() {
    const now = performance.now();
    const hasText = byId("desk-text").value.trim() !== "";
    if (hasText && this.#chosen !== null && now - this.#typed > TYPES_AGAIN_MS) {
      this.#typed = now;
      void types(this.#chosen);
    }
  }

  #sendChoices() {
    const lines = byId("choices-list").value.split("\n");
    const quickReplies = lines.map((line) => line.trim()).filter((line) => line !== "");
    void answer(this.#chosen, { text: byId("choices-text").value, quickReplies });
  }
}

function makeRow(onclick) {
  return make(
    "li",
    "",
    make(
      "button",
      { type: "button", className: "queue__row", onclick },
      make("span", { className: "avatar", aria: { hidden: "true" } }),
      make("span", "queue__middle", make("strong"), make("span", "queue__snippet")),
      make(
        "span",
        "queue__end",
        make("time"),
        make("span", { className: "queue__unread", hidden: true }),
      ),
    ),
  );
}

function nameOf({ customer }) {
  const { nickname, firstName, lastName, id } = customer;
  const full = [firstName, lastName].filter((part) => part).join(" ");
  return nickname || full || numberOf(id ?? "Somebody");
}

function inbound({ messages }) {
  return messages.filter(({ direction }) => direction === "inbound").length;
}

function snippet(message) {
  const text = message.text || (message.attachments.length > 0 ? "Attachment" : "…");
  return message.direction === "outbound" ? `You: ${text}` : text;
}

function writeProfile(conversation) {
  const { customer, conversationId, started, state, metadata } = conversation;
  const facts = [
    ["Name", nameOf(conversation)],
    ["Number", customer.idType === "Phone" ? numberOf(customer.id ?? "") : null],
    ["Id", customer.idType === "Phone" ? null : customer.id],
    ["Channel", "WhatsApp (Open Messaging)"],
    ["State", state],
    ["Started", timeOf(started)],
    ["Conversation", conversationId],
  ];
  write(byId("profile-facts"), facts);
  const context = Object.entries(metadata ?? {});
  write(byId("profile-context"), context.length > 0 ? context : [["Last message", "nothing told"]]);
}

function write(list, facts) {
  const told = facts.filter(([, value]) => value);
  const shown = JSON.stringify(told);
  if (list.dataset.shown !== shown) {
    list.dataset.shown = shown;
    list.replaceChildren(
      ...told.map(([name, value]) =>
        make("div", "", make("dt", "", name), make("dd", "", String(value))),
      ),
    );
  }
}
