/** Message tracking, with search. */

import { byId, make, setText } from "../../kit/js/dom.js";
import { ask } from "./api.js";
import { fill } from "../../kit/js/table.js";
import { direction, moment, status } from "./words.js";

const NAMES = ["When", "Way", "Kind", "Status", "Conversation", "Route"];

export class Messages {
  mayChange = false;
  #shown = [];
  #search = "";

  constructor() {
    byId("searchForm").addEventListener("submit", (event) => {
      event.preventDefault();
      this.searchFor(byId("search").value);
    });
    byId("searchClear").addEventListener("click", () => {
      this.searchFor("");
    });
    byId("messagesMore").addEventListener("click", () => void this.#more());
  }

  /** Shows what is found by a number or an id. */
  searchFor(text) {
    byId("search").value = text;
    this.#search = text.trim();
    void this.open();
  }

  async open() {
    const query = this.#search === "" ? {} : { search: this.#search };
    const found = await ask("/messages", query);
    if (found !== null) {
      this.#shown = found.messages;
      this.#draw(found.more);
    }
  }

  async #more() {
    const before = this.#shown.at(-1).createdAt;
    const found = await ask("/messages", { before });
    if (found !== null) {
      this.#shown.push(...found.messages);
      this.#draw(found.more);
    }
  }

  #draw(more) {
    const count = this.#shown.length;
    const found = count === 1 ? "1 message found" : `${count} messages found`;
    setText(byId("messagesNote"), this.#search === "" ? "" : found);
    byId("messagesMore").hidden = !more;
    const empty = this.#search === "" ? "No messages yet." : "Nothing was found.";
    fill(byId("messagesTable"), NAMES, this.#shown.map(row), empty);
  }
}

function row(message) {
  const far = make("span", "", status(message.status));
  if (message.maybeDuplicate) {
    far.append(make("span", "reason", "may have arrived twice"));
  }
  if (message.reason) {
    far.append(make("span", "reason", message.reason));
  }
  const parts = message.parts > 1 ? `${message.kind}, ${message.parts} parts` : message.kind;
  return [
    moment(message.createdAt),
    direction(message.direction),
    parts,
    far,
    make("code", "", message.conversationId ?? "–"),
    message.route,
  ];
}
