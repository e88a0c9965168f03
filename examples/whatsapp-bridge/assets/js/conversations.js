/** Who talks with whom; erasing somebody. */

import { byId, make } from "../../kit/js/dom.js";
import { toast } from "../../kit/js/toast.js";
import { ask, privacy } from "./api.js";
import { confirm } from "../../kit/js/confirm.js";
import { fill } from "../../kit/js/table.js";
import { tile } from "../../kit/js/tile.js";
import { moment, status } from "./words.js";

const NAMES = [
  "Customer",
  "Number",
  "24 hours",
  "Last message",
  "First seen",
  "Conversation",
  "Route",
];

export class Conversations {
  mayChange = false;
  #shown = [];

  constructor() {
    byId("conversationsMore").addEventListener("click", () => void this.#more());
    byId("export").addEventListener("click", () => void this.#export());
    byId("eraseForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#erase();
    });
  }

  async open() {
    const found = await ask("/conversations");
    if (found !== null) {
      this.#shown = found.conversations;
      const { totalMappings, totalMessages, activeConversations } = found.totals;
      byId("totals").replaceChildren(
        tile("Customers", String(totalMappings)),
        tile("Active in 24 hours", String(activeConversations)),
        tile("Messages tracked", String(totalMessages)),
      );
      this.#draw(found.more);
    }
  }

  async #more() {
    const found = await ask("/conversations", { before: this.#shown.at(-1).lastMessage });
    if (found !== null) {
      this.#shown.push(...found.conversations);
      this.#draw(found.more);
    }
  }

  #draw(more) {
    byId("conversationsMore").hidden = !more;
    fill(byId("conversationsTable"), NAMES, this.#shown.map(row), "No conversations yet.");
  }

  /** The number that is typed; without one, the keyboard goes there. */
  #number() {
    const field = byId("eraseNumber");
    const number = field.value.trim();
    if (number === "") {
      field.focus();
    }
    return number;
  }

  async #export() {
    const number = this.#number();
    const known = number === "" ? null : await privacy("export", number);
    if (known !== null) {
      save("customer.json", JSON.stringify(known, null, 2));
    }
  }

  async #erase() {
    const number = this.#number();
    if (number === "") {
      return;
    }
    const sure = await confirm(
      `Erase ${number}?`,
      "Everything that is known of this customer is deleted. It cannot be undone.",
      "Erase",
    );
    if (sure) {
      const erased = await privacy("erase", number);
      if (erased !== null) {
        byId("eraseNumber").value = "";
        const nobody = erased.erased === 0;
        toast(nobody ? "Nobody with this number is known" : "The customer was erased", {
          bad: nobody,
        });
        void this.open();
      }
    }
  }
}

/** Gives a text to whoever looks, as a file. */
function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

function row(conversation) {
  const search = `#messages?${encodeURIComponent(conversation.conversationId)}`;
  const ours = make("a", { href: search }, make("code", "", conversation.conversationId));
  const ids = make("span", "", ours);
  if (conversation.genesysConversationId) {
    ids.append(make("span", "reason", "Genesys: ", conversation.genesysConversationId));
  }
  return [
    conversation.name ?? "–",
    conversation.number ?? "hidden",
    status(conversation.windowUntil ? "open" : "closed"),
    moment(conversation.lastMessage),
    moment(conversation.firstSeen),
    ids,
    conversation.route,
  ];
}
