/** Asks before something is done that cannot be undone. */

import { byId, make, setText } from "./dom.js";

/** Whether somebody says yes. */
export function confirm(title, text, yes) {
  const dialog = document.getElementById("ask") ?? addDialog();
  setText(byId("askTitle"), title);
  setText(byId("askText"), text);
  setText(byId("askYes"), yes);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

function addDialog() {
  const dialog = make(
    "dialog",
    { id: "ask", aria: { labelledby: "askTitle" } },
    make(
      "form",
      { method: "dialog" },
      make("h2", { id: "askTitle" }),
      make("p", { id: "askText" }),
      make(
        "div",
        "actions",
        make("button", { id: "askYes", className: "button button--danger-solid", value: "yes" }),
        make("button", { className: "button", value: "no" }, "Keep"),
      ),
    ),
  );
  document.body.append(dialog);
  return dialog;
}
