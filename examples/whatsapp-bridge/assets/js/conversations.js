/** Who talks with whom; erasing somebody. */

import { byId, make } from "../../kit/js/dom.js";
import { toast } from "../../kit/js/toast.js";
import { ask, privacy } from "./api.js";
import { confirm } from "./confirm.js";
import { fill } from "./table.js";
import { tile } from "./tile.js";
import { moment, status } from "./words.js";

const NAMES = ["Customer", "Number", "24 hours", "Last message", "First seen", "Conversation", "Route"];

export class Conversations {
  mayChange = false;
  #shown = [];

  constructor() {
    byId("conversationsMore").addEventListener("click", () => void this.#more());
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

  async #erase() {
    const field = byId("eraseNumber");
    const number = field.value.trim();
    if (number === "") {
      field.focus();
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
        field.value = "";
        const nobody = erased.erased === 0;
        toast(nobody ? "Nobody with this number is known" : "The customer was erased", {
          bad: nobody,
        });
        void this.open();
      }
    }
  }
}

function row(conversation) {
  const ours = make("code", "", conversation.conversationId);
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
