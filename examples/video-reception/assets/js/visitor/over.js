/** After a call, or after one that nobody took: what happened, and what can be done now. */

import { byId, make, makeButton, makeLink, safeUrl, setText } from "../../../kit/js/dom.js";
import { endingOf, lengthText } from "../call/endings.js";
import { StaffCards } from "./staff-cards.js";

export class Over {
  #cards = new StaffCards(byId("others"), byId("othersEmpty"), { name: "other" });
  #call;
  #again;

  /**
   * @param {{call: (person: any) => void, again: () => void}} on `again` the same person
   */
  constructor({ call, again }) {
    this.#call = call;
    this.#again = again;
    byId("callOther").addEventListener("click", () => {
      const person = this.#cards.chosen;
      if (person === null) {
        setText(byId("othersError"), "Choose somebody");
        this.#cards.focus();
      } else {
        call(person);
      }
    });
    byId("others").addEventListener("change", () => setText(byId("othersError"), ""));
  }

  /** Keeps the people up to date. */
  staff(staff, staffId) {
    this.#cards.show(staff, staffId);
    byId("callOther").hidden = !staff.some(({ id, status }) => id !== staffId && status !== "away");
  }

  /**
   * @param {import("./state.js").State} state
   * @param {{seconds: number, recording: {url: string, name: string} | null, fallbackUrl: string | null}} about
   */
  show({ ended, staffName, wasLive }, { seconds, recording, fallbackUrl }) {
    const { title, text, ways, tone } = endingOf(ended ?? {}, { role: "client", name: staffName || "The reception", wasLive });
    setText(byId("overHeading"), title);
    setText(byId("overText"), text);
    byId("overMark").className = `mark mark--${tone === "calm" ? "ok" : "warn"}`;
    setText(byId("overLength"), wasLive && seconds > 0 ? `You talked for ${lengthText(seconds)}.` : "");
    byId("othersSection").hidden = !ways.includes("other");
    setText(byId("othersError"), "");
    const link = ways.includes("fallback") ? fallbackLink(fallbackUrl) : null;
    const save = recording === null ? null : make("a", { className: "button", href: recording.url, download: recording.name }, "Save the recording");
    const again = ways.includes("again")
      ? makeButton("button", `Call ${staffName} again`, { id: "callAgain", onclick: () => this.#again() })
      : null;
    byId("overActions").replaceChildren(...[link, save, again].filter((each) => each !== null));
  }
}

/** The way to the reception without a call, or null where the server names none. */
export function fallbackLink(url) {
  const safe = safeUrl(url);
  return safe === null ? null : makeLink(safe, "Leave a message instead", "button button--accent fallback");
}
