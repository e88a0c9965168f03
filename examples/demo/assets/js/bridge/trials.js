/** The buttons that break something, each with its outcome. */

import { byId, setText } from "../../../kit/js/dom.js";
import { lastTrial, tryIt } from "./api.js";

const KINDS = ["kill", "outage", "window"];

export class Trials {
  #cards = new Map();

  /** @param {() => any} customer whose messages are under way */
  constructor(customer) {
    const seconds = byId("outage-seconds");
    seconds.addEventListener("change", () => {
      setText(this.#cards.get("outage").button, `Genesys down for ${seconds.value} s`);
    });
    for (const kind of KINDS) {
      const card = byId(`trial-${kind}`);
      const button = card.querySelector("button");
      const bar = card.querySelector("progress");
      this.#cards.set(kind, { card, button, bar, text: card.querySelector(".trial__text") });
      button.addEventListener("click", () => {
        void tryIt(kind, customer(), Number(seconds.value));
      });
    }
  }

  /** Shows what came out while nobody looked. */
  async refresh() {
    const answer = await lastTrial();
    if (answer.kind === "ok" && answer.body.trial !== null) {
      this.show(answer.body.trial);
    }
  }

  /** Shows how far a trial is, or what came out. */
  show({ kind, state, text, done, of }) {
    const running = state === "running";
    for (const { button } of this.#cards.values()) {
      button.disabled = running;
    }
    const { card, bar, text: place, button } = this.#cards.get(kind);
    button.setAttribute("aria-busy", String(running));
    card.dataset.state = state;
    setText(place, text);
    bar.hidden = !running;
    bar.max = of;
    bar.value = done;
  }
}
