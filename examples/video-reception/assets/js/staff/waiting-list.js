/** The calls that wait, as cards with what can be done with each. */

import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { avatar } from "../person.js";
import { aboutText, ageText } from "./queue.js";

export class WaitingList {
  #cards = new Map();
  #list = byId("waitingList");
  #accept;
  #reject;
  #canAccept = true;

  /** @param {{accept: (call: any) => void, reject: (call: any) => void}} on */
  constructor({ accept, reject }) {
    this.#accept = accept;
    this.#reject = reject;
    setInterval(() => this.#age(), 1000);
  }

  /** While somebody talks, the others wait. */
  set canAccept(canAccept) {
    this.#canAccept = canAccept;
    this.#cards.forEach(({ accept }) => {
      accept.disabled = !canAccept;
    });
  }

  /** @param {import("./queue.js").Waiting[]} queue */
  show(queue) {
    const ids = new Set(queue.map(({ callId }) => callId));
    const hadFocus = this.#list.contains(document.activeElement);
    for (const [id, { element }] of this.#cards) {
      if (!ids.has(id)) {
        element.remove();
        this.#cards.delete(id);
      }
    }
    queue.forEach((call) => {
      if (!this.#cards.has(call.callId)) {
        const card = this.#card(call);
        this.#cards.set(call.callId, card);
        this.#list.append(card.element);
      }
    });
    byId("waitingEmpty").hidden = queue.length > 0;
    setText(byId("waitingCount"), queue.length === 0 ? "" : String(queue.length));
    this.#age();
    if (hadFocus && !this.#list.contains(document.activeElement)) {
      byId("waitingHeading").focus();
    }
  }

  #card(call) {
    const about = aboutText(call);
    const age = make("span", "call__age");
    const accept = makeButton("button button--primary", "Accept", {
      disabled: !this.#canAccept,
      onclick: () => this.#accept(call),
      aria: { label: `Accept ${call.clientName}` },
    });
    const reject = makeButton("button button--danger", "Decline", {
      onclick: () => this.#reject(call),
      aria: { label: `Decline ${call.clientName}` },
    });
    const element = make(
      "li",
      { className: "call", data: { call: call.callId } },
      avatar(call.clientName, "avatar--calling"),
      make(
        "div",
        "call__text",
        make("strong", "call__name", call.clientName),
        make("span", "call__purpose", call.purpose),
        make("span", "call__about muted", age, about === "" ? null : make("span", "", about)),
      ),
      make("div", "call__actions", accept, reject),
    );
    return { element, accept, age, call };
  }

  #age() {
    for (const { age, call } of this.#cards.values()) {
      setText(age, ageText(call.timestamp, Date.now()));
    }
  }
}
