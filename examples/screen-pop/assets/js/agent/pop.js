/** The part of the page that shows who is calling. */

import { byId, make, makeButton, setLink } from "../../../kit/js/dom.js";
import { callOf, isCall, kindOf, numberOf, sourceOf } from "../calls.js";
import { factList, nameOf, statusBadge } from "../facts.js";
import { statusOf, wordsOf } from "../locale.js";
import { focusLead, LeadForm } from "./lead.js";
import { clock } from "./recent.js";

const WORDS = wordsOf("en");

export class PopCard {
  #card = byId("pop");
  #lead = null;
  #saved;
  #retry;

  /**
   * @param {{saved: (pop: import("../calls.js").Pop, match: any) => void, retry: (phone: string) => void}} on
   */
  constructor({ saved, retry }) {
    this.#saved = saved;
    this.#retry = retry;
    this.idle();
  }

  /** Whether a form was begun that another call must not take away. */
  get isBusy() {
    return this.#lead?.isBegun === true;
  }

  /** Nobody is calling. */
  idle() {
    this.#fill(
      "idle",
      make("h2", { id: "popHeading" }, "Nobody is calling"),
      make("p", "muted", "An incoming call opens here. Or type a number, and look it up."),
    );
  }

  /** Shows a call. */
  show(pop) {
    const kind = kindOf(pop);
    const parts = { hit: this.#hit, miss: this.#miss, withheld: this.#withheld, unknown: this.#unknown };
    this.#fill(kind, ...this.#head(pop), ...parts[kind].call(this, pop));
    this.#lead?.begin();
  }

  /** Brings the keyboard to what comes next. */
  focus() {
    if (this.#lead !== null) {
      focusLead();
    } else {
      this.#card.focus({ preventScroll: true });
    }
    this.#card.scrollIntoView({ block: "nearest" });
  }

  #fill(kind, ...parts) {
    if (kind !== "miss") {
      this.#lead = null;
    }
    this.#card.dataset.kind = kind;
    this.#card.replaceChildren(...parts.filter((part) => part !== null));
  }

  #head(pop) {
    const source = isCall(pop) ? `${callOf(pop)} · ${sourceOf(pop)}` : sourceOf(pop);
    const badge = make("span", `badge ${isCall(pop) ? "badge--info" : ""}`, source);
    const stale = pop.answer?.stale
      ? make("p", "alert alert--warn", "The database does not answer. Newer cases may be missing here.")
      : null;
    return [
      make(
        "p",
        "pop__head",
        badge,
        make("span", "pop__number", numberOf(pop)),
        make("time", { className: "muted", dateTime: pop.at }, clock(new Date(pop.at))),
      ),
      stale,
      pop.meeting_url ? meeting(pop.meeting_url) : null,
    ];
  }

  #hit({ answer }) {
    const matches = answer.matches ?? [answer];
    const view = make("div", "pop__case");
    const open = (match) => view.replaceChildren(...caseView(match));
    open(matches[0]);
    return [view, matches.length > 1 ? others(matches, open) : null];
  }

  #miss(pop) {
    this.#lead = new LeadForm(numberOf(pop), (match) => this.#saved(pop, match));
    return [
      make("h2", { id: "popHeading" }, "No case with this number yet"),
      make("p", "muted", "Save one while you talk. The next call from this number finds it."),
      this.#lead.element,
    ];
  }

  #withheld() {
    return [
      make("h2", { id: "popHeading" }, "The caller withholds the number"),
      make("p", "muted", "Ask for a number, type it, and look it up."),
    ];
  }

  #unknown(pop) {
    const again = makeButton("button", "Look up again", { onclick: () => this.#retry(pop.phone) });
    return [
      make("h2", { id: "popHeading" }, "The caller could not be looked up"),
      make("p", "muted", "The cases could not be read. The call goes on without."),
      make("div", "actions", again),
    ];
  }
}

/** A button that leads out of this page. */
function wayTo(url, text) {
  const link = make("a", { className: "button button--primary", target: "_blank", rel: "noopener noreferrer" });
  link.append(text, make("span", "sr-only", ", opens a new tab"));
  setLink(link, url);
  return link;
}

/** Where the customer of a callback waits. */
function meeting(url) {
  return make(
    "p",
    "pop__meeting",
    make("span", "", "Booked with a video meeting."),
    wayTo(url, "Join the meeting"),
  );
}

function caseView(match) {
  return [
    make(
      "div",
      "pop__who",
      make("h2", { id: "popHeading" }, nameOf(WORDS, match)),
      statusBadge(WORDS, match),
      make("span", "muted", `${WORDS.case} ${match.case_id}`),
    ),
    factList(WORDS, match),
    make("div", "actions", wayTo(match.screen_pop_url, "Open the case")),
  ];
}

/** All cases with the number, newest first; one of them is shown. */
function others(matches, open) {
  const buttons = matches.map((match, index) => {
    const about = [statusOf(WORDS, match.case?.status), match.case?.clinic, match.case?.treatment];
    const button = makeButton("match", "", {
      onclick: () => {
        buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
        open(match);
      },
    });
    button.setAttribute("aria-pressed", String(index === 0));
    button.append(
      make("span", "match__name", nameOf(WORDS, match)),
      make("span", "match__about", about.filter(Boolean).join(" · ")),
    );
    return button;
  });
  return make(
    "section",
    { className: "matches", aria: { labelledby: "matchesHeading" } },
    make("h3", { id: "matchesHeading" }, `${matches.length} cases with this number`),
    make("ul", "matches__list", ...buttons.map((button) => make("li", "", button))),
  );
}
