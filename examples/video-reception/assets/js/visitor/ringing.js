/** While it rings: who is called, for how long yet, and a way out. */

import { byId, setText } from "../../../kit/js/dom.js";
import { initialsOf } from "../person.js";

export class Ringing {
  #timer = 0;
  #end = 0;
  #seconds = 60;

  /** @param {() => void} cancel */
  constructor(cancel) {
    byId("cancelCall").addEventListener("click", cancel);
  }

  /** @param {{name: string, seconds: number, text: string}} call */
  begin({ name, seconds, text }) {
    this.stop();
    this.#seconds = Math.max(1, seconds);
    this.#end = Date.now() + this.#seconds * 1000;
    setText(byId("ringFace"), initialsOf(name));
    setText(byId("ringHeading"), `Calling ${name}`);
    setText(byId("ringText"), text);
    this.#timer = setInterval(() => this.#tick(), 500);
    this.#tick();
  }

  stop() {
    clearInterval(this.#timer);
  }

  #tick() {
    const left = Math.max(0, Math.ceil((this.#end - Date.now()) / 1000));
    byId("ringBar").value = 1 - left / this.#seconds;
    setText(byId("ringLeft"), left > 0 ? `It rings for another ${left} s` : "Nobody has answered yet …");
  }
}
