/** Whom a visitor can call: cards that are radio buttons, kept up to date without losing a choice. */

import { make, setText } from "../../../kit/js/dom.js";
import { avatar, inOrder, statusText } from "../person.js";

export class StaffCards {
  #list;
  #empty;
  #name;
  #cards = new Map();
  #onChoice;

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} empty what is shown where nobody is there
   * @param {{name: string, onChoice?: () => void}} options `name` of the radio group
   */
  constructor(list, empty, { name, onChoice = () => {} }) {
    this.#list = list;
    this.#empty = empty;
    this.#name = name;
    this.#onChoice = onChoice;
  }

  /** The chosen person, if it is somebody who can be called. */
  get chosen() {
    const card = [...this.#cards.values()].find(({ radio }) => radio.checked && !radio.disabled);
    return card?.person ?? null;
  }

  choose(id) {
    const card = this.#cards.get(id);
    if (card !== undefined && !card.radio.disabled) {
      card.radio.checked = true;
    }
  }

  focus() {
    const cards = [...this.#cards.values()].filter(({ radio }) => !radio.disabled);
    (cards.find(({ radio }) => radio.checked) ?? cards[0])?.radio.focus();
  }

  /**
   * @param {import("../person.js").Person[]} staff
   * @param {string} [without] the id of somebody who is left out
   */
  show(staff, without = "") {
    const shown = inOrder(staff.filter(({ id }) => id !== without));
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, { label }] of this.#cards) {
      if (!ids.has(id)) {
        label.remove();
        this.#cards.delete(id);
      }
    }
    for (const person of shown) {
      this.#update(person);
    }
    this.#arrange(shown);
    this.#list.hidden = shown.length === 0;
    this.#empty.hidden = shown.some(({ status }) => status !== "away");
  }

  #update(person) {
    const card = this.#cards.get(person.id) ?? this.#make(person.id);
    const isAway = person.status === "away";
    card.person = person;
    card.radio.disabled = isAway;
    card.radio.checked = card.radio.checked && !isAway;
    card.label.dataset.status = person.status;
    if (card.name.textContent !== person.name) {
      card.face.replaceWith((card.face = avatar(person.name)));
    }
    setText(card.name, person.name);
    setText(card.department, person.department ?? "");
    setText(card.status, statusText(person.status));
  }

  #make(id) {
    const card = {
      person: null,
      radio: make("input", { type: "radio", name: this.#name, value: id, onchange: () => this.#onChoice() }),
      face: avatar(""),
      name: make("strong", "person__name"),
      department: make("span", "person__department muted"),
      status: make("span", "person__status"),
    };
    card.label = make(
      "label",
      "person",
      card.radio,
      card.face,
      make("span", "person__text", card.name, card.department),
      card.status,
    );
    this.#cards.set(id, card);
    return card;
  }

  // A card that is moved in the document loses the keyboard, so only what stands wrong is moved.
  #arrange(shown) {
    shown.forEach(({ id }, index) => {
      const { label } = this.#cards.get(id);
      const there = this.#list.children[index] ?? null;
      if (there !== label && !label.contains(document.activeElement)) {
        this.#list.insertBefore(label, there);
      }
    });
  }
}
