/** Short messages beside what was pressed. */

import { make } from "../../kit/js/dom.js";

/**
 * Shows texts and links as lines of one message; without any, takes the message away.
 * @param {HTMLElement} slot
 * @param {(string | HTMLElement)[]} parts
 */
export function showNotice(slot, parts) {
  if (parts.length === 0) {
    slot.replaceChildren();
    return;
  }
  const box = make("div", "alert alert--warn");
  for (const part of parts) {
    box.append(make("p", "", part));
  }
  slot.replaceChildren(box);
}

/**
 * Asks for the sign-in again, then offers what was pressed once more.
 * @param {import("./session.js").Session} session
 * @param {HTMLElement} slot
 * @param {HTMLElement} pressed
 */
export async function offerAgain(session, slot, pressed) {
  const back = await session.again();
  const offer = `You are signed in again. Press “${pressed.textContent}” to go on.`;
  showNotice(slot, [back ? offer : "You are not signed in."]);
  pressed.focus();
}
