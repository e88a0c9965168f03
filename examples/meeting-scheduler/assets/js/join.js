/** Joining a meeting as its agent, in a new tab. */

import { joinMeeting } from "./api.js";
import { make, makeLink, safeUrl, setBusy } from "./dom.js";
import { joinProblem } from "./messages.js";

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
  show(slot, []);
  setBusy(button, true, working);
  const answer = await joinMeeting(id);
  setBusy(button, false, label);
  const url = answer.kind === "ok" ? safeUrl(answer.body.joinUrl) : null;
  if (url !== null) {
    arrive(tab, url, slot);
    return;
  }
  close(tab);
  if (answer.status === 401) {
    const back = await session.again();
    show(slot, [
      back ? `You are signed in again. Press “${label}” to go on.` : "You are not signed in.",
    ]);
    button.focus();
    return;
  }
  show(slot, refusal(answer));
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
  link.addEventListener("click", () => setTimeout(() => show(slot, [])));
  show(slot, ["The browser did not open a new tab.", link]);
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

function show(slot, parts) {
  if (parts.length === 0) {
    slot.replaceChildren();
    return;
  }
  const box = make("div", "alert alert--warn");
  for (const part of parts) {
    const line = make("p", "", typeof part === "string" ? part : "");
    if (typeof part !== "string") {
      line.append(part);
    }
    box.append(line);
  }
  slot.replaceChildren(box);
}
