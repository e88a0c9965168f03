/** Joining a meeting as its agent, in a new tab. */

import { makeLink, safeUrl, setBusy } from "../../kit/js/dom.js";
import { joinMeeting } from "./api.js";
import { joinProblem } from "./messages.js";
import { offerAgain, showNotice } from "./notice.js";

/**
 * Joins a meeting. Call it from a click, because browsers open tabs only then.
 * @param {string} id
 * @param {{button: HTMLButtonElement, slot: HTMLElement}} place the button and where messages go
 * @param {import("./session.js").Session} session
 * @param {string} working the button's text meanwhile
 */
export async function join(id, { button, slot }, session, working) {
  const label = button.textContent;
  const tab = openTab();
  // A page that goes away, as after signing out, hears no answer: its tab must not wait for one.
  const giveUp = () => close(tab);
  window.addEventListener("pagehide", giveUp);
  showNotice(slot, []);
  setBusy(button, true, working);
  const answer = await joinMeeting(id);
  window.removeEventListener("pagehide", giveUp);
  setBusy(button, false, label);
  const url = answer.kind === "ok" ? safeUrl(answer.body.joinUrl) : null;
  if (url !== null) {
    arrive(tab, url, slot);
    return;
  }
  close(tab);
  if (answer.status === 401) {
    await offerAgain(session, slot, button);
    return;
  }
  showNotice(slot, refusal(answer));
  button.focus();
}

/** The new tab with a word in it, or null where the browser refuses one. */
function openTab() {
  const tab = window.open("", "_blank");
  if (tab === null) {
    return null;
  }
  try {
    // The meeting's page must not reach back into this one.
    tab.opener = null;
    const { document } = tab;
    document.title = "Joining meeting...";
    document.documentElement.lang = "en";
    document.documentElement.style.colorScheme = "light dark";
    document.body.style.font = "1.1rem/1.5 system-ui, sans-serif";
    document.body.style.margin = "3rem";
    document.body.textContent = "Joining meeting...";
  } catch {
    // The tab works without the word.
  }
  return tab;
}

// The address carries a token, so it is written nowhere, except where only a press can open it.
function arrive(tab, url, slot) {
  if (tab !== null && !tab.closed) {
    tab.location.replace(url);
    return;
  }
  const link = makeLink(url, "Open the meeting");
  link.addEventListener("click", () => setTimeout(() => showNotice(slot, [])));
  showNotice(slot, ["The browser did not open a new tab.", link]);
  link.focus();
}

function refusal(answer) {
  const parts = [answer.kind === "ok" ? "Failed to join meeting: no address" : joinProblem(answer)];
  const meetingUrl = safeUrl(answer.body?.meetingUrl);
  if (meetingUrl !== null) {
    parts.push(
      "You can open the meeting without being signed in:",
      makeLink(meetingUrl, meetingUrl),
    );
  }
  return parts;
}

function close(tab) {
  try {
    tab?.close();
  } catch {
    // It is gone already.
  }
}
