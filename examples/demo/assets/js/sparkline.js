// Requests a second over the last minute, as small bars.

import { setText } from "/assets/js/dom.js";

const SECONDS = 60;
const BAR = 3;
const HEIGHT = 28;
const SVG = "http://www.w3.org/2000/svg";

export class Sparkline {
  constructor() {
    this.counts = new Map();
    this.element = document.createElement("div");
    this.element.className = "sparkline";
    this.text = document.createElement("span");
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("viewBox", `0 0 ${SECONDS * BAR} ${HEIGHT}`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.setAttribute("aria-hidden", "true");
    this.bars = Array.from({ length: SECONDS }, (_, index) => {
      const bar = document.createElementNS(SVG, "rect");
      bar.setAttribute("x", index * BAR);
      bar.setAttribute("width", BAR - 1);
      this.svg.append(bar);
      return bar;
    });
    this.element.append(this.svg, this.text);
    this.draw();
  }

  /** Counts a request. */
  add(time) {
    const second = Math.floor(Math.min(time, Date.now()) / 1000);
    this.counts.set(second, (this.counts.get(second) ?? 0) + 1);
  }

  /** Starts anew. */
  reset() {
    this.counts.clear();
  }

  draw() {
    const now = Math.floor(Date.now() / 1000);
    for (const second of this.counts.keys()) {
      if (second <= now - SECONDS) this.counts.delete(second);
    }
    const values = this.bars.map((_, index) => this.counts.get(now - SECONDS + 1 + index) ?? 0);
    const highest = Math.max(4, ...values);
    values.forEach((value, index) => {
      const height = value ? Math.max(3, (value / highest) * HEIGHT) : 1;
      this.bars[index].setAttribute("y", HEIGHT - height);
      this.bars[index].setAttribute("height", height);
      this.bars[index].classList.toggle("some", value > 0);
    });
    const total = values.reduce((sum, value) => sum + value, 0);
    setText(this.text, `${total} ${total === 1 ? "request" : "requests"} in the last minute`);
  }
}
