/** How a call goes: shown to people every two seconds, and told to the server now and then. */

import { figures } from "../debug.js";
import { qualityOf, qualityText, reportOf } from "./quality.js";

const SAMPLE_MS = 2000;
/** After so many samples the server is told, and then every so many. */
const FIRST_REPORT = 3;
const REPORT_EVERY = 30;

export class Measure {
  #peer;
  #show;
  #report;
  #timer = 0;
  #first = null;
  #last = null;
  #count = 0;
  #started = performance.now();
  #setupMs = null;

  /**
   * @param {() => import("./peer.js").Peer | null} peer the connection of the moment
   * @param {(level: string, detail: string) => void} show
   * @param {(report: object) => void} report
   */
  constructor(peer, show, report) {
    this.#peer = peer;
    this.#show = show;
    this.#report = report;
    this.#timer = setInterval(() => void this.#sample(), SAMPLE_MS);
  }

  /** The two are connected; how long that took counts the first time. */
  connected() {
    this.#setupMs ??= Math.round(performance.now() - this.#started);
  }

  /** The counters of a new connection begin at zero. */
  restart() {
    this.#first = null;
    this.#last = null;
  }

  end() {
    clearInterval(this.#timer);
  }

  /** Tells the server now; of a call that is over it takes nothing. */
  tell() {
    if (this.#last !== null && this.#first !== this.#last) {
      this.#report(reportOf(this.#first, this.#last, this.#setupMs ?? 0));
    }
  }

  async #sample() {
    const peer = this.#peer();
    if (peer === null || peer.states.connectionState !== "connected") {
      return;
    }
    const sample = await peer.sample();
    if (this.#last !== null) {
      const quality = qualityOf(this.#last, sample);
      const { advice } = qualityText(quality.level);
      this.#show(quality.level, `${quality.rttMs ?? "?"} ms, ${quality.lossPercent} % lost. ${advice}`.trim());
      figures({ ...quality, path: sample.pathType, setupMs: this.#setupMs, ...peer.states });
    }
    this.#first ??= sample;
    this.#last = sample;
    this.#count += 1;
    if (this.#count % REPORT_EVERY === FIRST_REPORT) {
      this.tell();
    }
  }
}
