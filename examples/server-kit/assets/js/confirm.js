/** Asks before something is done that cannot be undone. */

import { byId, setText } from "./dom.js";

/** Whether somebody says yes. */
export function confirm(title, text, yes) {
  const dialog = byId("ask");
  setText(byId("askTitle"), title);
  setText(byId("askText"), text);
  setText(byId("askYes"), yes);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
