/** Requests a second over the last minute. */

import { Sparkline } from "../../kit/js/chart.js";

const SECONDS = 60;

export class Rate {
  #counts = new Map();
  #sparkline = new Sparkline(SECONDS);

  constructor() {
    this.element = this.#sparkline.element;
    this.draw();
  }

  /** Counts a request. */
  add(time) {
    const second = Math.floor(Math.min(time, Date.now()) / 1000);
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + 1);
  }

  /** Starts anew. */
  reset() {
    this.#counts.clear();
  }

  draw() {
    const oldest = Math.floor(Date.now() / 1000) - SECONDS + 1;
    for (const second of this.#counts.keys()) {
      if (second < oldest) {
        this.#counts.delete(second);
      }
    }
    const seconds = Array.from({ length: SECONDS }, (_, index) => oldest + index);
    const values = seconds.map((second) => this.#counts.get(second) ?? 0);
    const total = values.reduce((sum, value) => sum + value, 0);
    const requests = total === 1 ? "request" : "requests";
    this.#sparkline.show(values, `${total} ${requests} in the last minute`);
  }
}
