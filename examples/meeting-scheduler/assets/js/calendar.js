/** Saving the calendar file of a meeting. */

import { make } from "../../kit/js/dom.js";
import { failureOf } from "../../kit/js/messages.js";
import { readCalendar } from "./api.js";
import { ACTIONS } from "./messages.js";
import { offerAgain, showNotice } from "./notice.js";

const NAME = "meeting.ics";
const KEPT_MS = 60_000;

/**
 * Saves the file that a link leads to. The browser alone would save a refusal as the file.
 * @param {string} id
 * @param {{link: HTMLAnchorElement, slot: HTMLElement}} place the link and where messages go
 * @param {import("./session.js").Session} session
 */
export async function saveCalendar(id, { link, slot }, session) {
  if (link.getAttribute("aria-busy") === "true") {
    return;
  }
  showNotice(slot, []);
  link.setAttribute("aria-busy", "true");
  const answer = await readCalendar(id);
  link.setAttribute("aria-busy", "false");
  if (answer.kind === "ok") {
    save(answer.body);
  } else if (answer.status === 401) {
    await offerAgain(session, slot, link);
  } else {
    const { title, text } = failureOf(answer, ACTIONS.calendar);
    showNotice(
      slot,
      [title, text].filter((part) => part !== ""),
    );
  }
}

function save(content) {
  const url = URL.createObjectURL(new Blob([content], { type: "text/calendar" }));
  make("a", { href: url, download: NAME }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
