/** The calls of this session, newest first. */

import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { callerOf, kindOf, numberOf, sourceOf } from "../calls.js";

const MOST = 30;
const KINDS = { hit: "known", miss: "new", withheld: "withheld", unknown: "not looked up" };

export class Recent {
  #list = byId("recent");
  #pops = [];
  #show;

  /** @param {(pop: import("../calls.js").Pop) => void} show */
  constructor(show) {
    this.#show = show;
  }

  /** Adds a call, and marks it as the one that is shown. */
  add(pop) {
    this.#pops = [pop, ...this.#pops].slice(0, MOST);
    this.mark(pop);
  }

  /** Takes a call for another one: what was new is known now. */
  replace(old, pop) {
    this.#pops = this.#pops.map((each) => (each === old ? pop : each));
    this.mark(pop);
  }

  /** Marks the call that is shown. */
  mark(shown) {
    byId("noRecent").hidden = this.#pops.length > 0;
    this.#list.replaceChildren(...this.#pops.map((pop) => this.#row(pop, pop === shown)));
  }

  /** Forgets everything, for somebody else who signs in. */
  clear() {
    this.#pops = [];
    this.mark(null);
  }

  #row(pop, isShown) {
    const kind = kindOf(pop);
    const button = makeButton("recent__call", "", { onclick: () => this.#show(pop) });
    button.dataset.kind = kind;
    button.setAttribute("aria-current", String(isShown));
    const who = make("span", "recent__who");
    setText(who, callerOf(pop));
    const where = [kind === "hit" ? numberOf(pop) : null, sourceOf(pop), KINDS[kind]];
    button.append(
      who,
      make("time", { className: "recent__time", dateTime: pop.at }, clock(new Date(pop.at))),
      make("span", "recent__where", where.filter(Boolean).join(" · ")),
    );
    return make("li", "", button);
  }
}

/** The time of the day, with seconds. */
export function clock(date) {
  return date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
