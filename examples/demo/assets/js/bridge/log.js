/** A list of messages that grows at its end and changes in place. */

// Who has scrolled up reads; who is this near to the end follows.
const NEAR = 80;

export class Log {
  #list;
  #make;
  #update;
  #items = new Map();

  /**
   * @param {HTMLElement} list
   * @param {(message: any) => HTMLElement} makeItem
   * @param {(item: HTMLElement, message: any) => void} update what may change of an item
   */
  constructor(list, makeItem, update) {
    this.#list = list;
    this.#make = makeItem;
    this.#update = update;
    // A picture makes the list longer when it is there.
    list.addEventListener("load", () => this.#follows && this.toEnd(), true);
    list.addEventListener("scroll", () => {
      this.#follows = this.#isNearEnd();
    });
    new ResizeObserver(() => this.#follows && this.toEnd()).observe(list);
  }

  #follows = true;

  #isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** Shows these messages; each has an `id`. */
  show(messages) {
    const wanted = new Set(messages.map(({ id }) => id));
    for (const [id, item] of this.#items) {
      if (!wanted.has(id)) {
        item.remove();
        this.#items.delete(id);
      }
    }
    messages.forEach((message, index) => {
      let item = this.#items.get(message.id);
      if (item === undefined) {
        item = this.#make(message);
        this.#items.set(message.id, item);
      }
      this.#update(item, message);
      if (this.#list.children[index] !== item) {
        this.#list.insertBefore(item, this.#list.children[index] ?? null);
      }
    });
    if (this.#follows) {
      this.toEnd();
    }
  }

  /** Forgets all. */
  clear() {
    this.#items.clear();
    this.#list.replaceChildren();
    this.#follows = true;
  }

  /** Scrolls to the newest. */
  toEnd() {
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}
