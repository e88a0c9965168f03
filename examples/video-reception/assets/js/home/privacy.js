/** What is stored of a visitor: giving it out, and erasing it. */

import { send } from "../../../kit/js/api.js";
import { confirm } from "../../../kit/js/confirm.js";
import { byId, make, setText } from "../../../kit/js/dom.js";
import { failureOf } from "../../../kit/js/messages.js";
import { emailRule } from "../visitor/rules.js";

const EXPORT = { failed: "Nothing was exported", interrupted: "Please try again." };
const ERASE = { failed: "Nothing was erased", interrupted: "Please try again: erasing twice does no harm." };

export class Privacy {
  /** @param {import("../../../kit/js/session.js").Session} session */
  constructor(session) {
    byId("privacyForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void withEmail(async (email) => {
        const answer = await send("GET", "api/privacy/export", { query: { email } });
        tell(session, answer, EXPORT, () => {
          save(answer.body);
          return "The file was saved on this device.";
        });
      });
    });
    byId("eraseButton").addEventListener("click", () => {
      void withEmail(async (email) => {
        const text = "Names, addresses and notes of all calls with this address are deleted. It cannot be undone.";
        if (await confirm("Erase this visitor?", text, "Erase")) {
          const answer = await send("POST", "api/privacy/erase", { body: { email } });
          tell(session, answer, ERASE, () => "It is erased.");
        }
      });
    });
  }

  open() {
    setText(byId("privacyNote"), "");
  }
}

async function withEmail(act) {
  const field = byId("privacyEmail");
  const wrong = emailRule(field.value);
  setText(byId("privacyNote"), wrong ?? "");
  if (wrong === null) {
    await act(field.value.trim());
  } else {
    field.focus();
  }
}

function tell(session, answer, action, done) {
  if (answer.status === 401) {
    session.ask();
  } else if (answer.kind === "ok") {
    setText(byId("privacyNote"), done());
  } else {
    const { title, text } = failureOf(answer, action);
    setText(byId("privacyNote"), `${title}. ${text}`.trim());
  }
}

function save(data) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
  make("a", { href: url, download: "visitor.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
