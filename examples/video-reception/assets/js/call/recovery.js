/** Camera and microphone that a phone call or a cable takes away, and how they come back. */

import { makeButton } from "../../../kit/js/dom.js";

const NAMES = { audio: "microphone", video: "camera" };

export class Recovery {
  #media;
  #isOn;
  #notice;
  #later = new Set();

  /**
   * @param {import("./media.js").LocalMedia} media
   * @param {() => boolean} isOn whether there is a call
   * @param {(text: string, ...more: HTMLElement[]) => void} notice an empty text takes it away
   */
  constructor(media, isOn, notice) {
    this.#media = media;
    this.#isOn = isOn;
    this.#notice = notice;
    media.addEventListener("lost", ({ detail }) => void this.#recover(detail));
    media.addEventListener("interrupted", ({ detail }) => this.#say(
      `Your ${NAMES[detail]} is paused by another app or a phone call. It goes on by itself afterwards.`,
    ));
    media.addEventListener("recovered", () => this.#say(""));
    document.addEventListener("visibilitychange", () => void this.#returned());
  }

  #say(text, ...more) {
    if (this.#isOn()) {
      this.#notice(text, ...more);
    }
  }

  // A page that is out of sight is given nothing.
  async #recover(kind) {
    if (!this.#isOn()) {
      return;
    }
    if (document.visibilityState !== "visible") {
      this.#later.add(kind);
      return;
    }
    const failure = await this.#media.change(kind);
    if (failure === null) {
      this.#say("");
    } else {
      const again = makeButton("button button--small", "Try again", { onclick: () => void this.#recover(kind) });
      this.#say(`${failure.title}. ${failure.text}`, again);
    }
  }

  async #returned() {
    if (document.visibilityState === "visible") {
      const kinds = [...this.#later];
      this.#later.clear();
      for (const kind of kinds) {
        await this.#recover(kind);
      }
    }
  }
}
