/** What is heard and seen of a call that rings while somebody looks elsewhere. */

import { byId } from "../../../kit/js/dom.js";
import { titleOf } from "./queue.js";

const TITLE = document.title;
const EVERY_MS = 2500;
const BLINK_MS = 1000;

export class Ring {
  #queue = [];
  #context = null;
  #timer = 0;
  #blink = 0;
  #isOdd = false;
  #notifications = new Map();
  #isMuted = false;

  constructor() {
    byId("allowNotes").addEventListener("click", () => void this.#ask());
    byId("soundOn").addEventListener("click", () => {
      this.ready();
      this.#tone();
    });
    byId("ringMuted").addEventListener("change", ({ target }) => {
      this.#isMuted = target.checked;
    });
    this.#offer();
  }

  /** Browsers play nothing before somebody has pressed something. */
  ready() {
    if (navigator.userActivation?.hasBeenActive === false) {
      return;
    }
    this.#context ??= new AudioContext();
    void this.#context.resume().then(() => this.#offer());
  }

  /** @param {import("./queue.js").Waiting[]} queue */
  show(queue) {
    const known = new Set(this.#queue.map(({ callId }) => callId));
    const fresh = queue.filter(({ callId }) => !known.has(callId));
    this.#queue = queue;
    const ids = new Set(queue.map(({ callId }) => callId));
    for (const [callId, note] of this.#notifications) {
      if (!ids.has(callId)) {
        note.close();
        this.#notifications.delete(callId);
      }
    }
    fresh.forEach((call) => this.#notify(call));
    if (queue.length === 0) {
      this.#stop();
    } else if (this.#timer === 0) {
      this.#start();
    }
  }

  #start() {
    this.#tone();
    this.#timer = setInterval(() => this.#tone(), EVERY_MS);
    this.#blink = setInterval(() => {
      this.#isOdd = !this.#isOdd;
      document.title = titleOf(TITLE, this.#queue, this.#isOdd);
    }, BLINK_MS);
    document.title = titleOf(TITLE, this.#queue, true);
    this.#offer();
  }

  #stop() {
    clearInterval(this.#timer);
    clearInterval(this.#blink);
    this.#timer = 0;
    document.title = TITLE;
  }

  /** Two notes, twice; no file. */
  #tone() {
    if (this.#isMuted) {
      return;
    }
    this.ready();
    const context = this.#context;
    if (context?.state !== "running") {
      return;
    }
    navigator.vibrate?.([200, 120, 200]);
    [0, 0.22, 0.6, 0.82].forEach((delay, index) => {
      const at = context.currentTime + delay;
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      oscillator.frequency.value = index % 2 === 0 ? 659 : 523;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(0.18, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(at);
      oscillator.stop(at + 0.22);
    });
  }

  #notify({ callId, clientName }) {
    if (document.visibilityState === "visible" || globalThis.Notification?.permission !== "granted") {
      return;
    }
    try {
      const note = new Notification("A visitor is calling", { body: clientName, tag: callId, requireInteraction: true });
      note.onclick = () => {
        window.focus();
        note.close();
      };
      this.#notifications.set(callId, note);
    } catch {
      // Phones show notifications of a service worker only; title, sound and vibration are left.
    }
  }

  async #ask() {
    try {
      await Notification.requestPermission();
    } finally {
      this.#offer();
    }
  }

  // Only what still helps is offered.
  #offer() {
    byId("allowNotes").hidden = globalThis.Notification?.permission !== "default";
    byId("soundOn").hidden = this.#context?.state === "running";
  }
}
