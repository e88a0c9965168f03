/** The administration: signing in, and the views behind it. */

import { byId } from "../../../kit/js/dom.js";
import { follow } from "../../../kit/js/events.js";
import { Session } from "../../../kit/js/session.js";
import { signedOut } from "./api.js";
import { Cases } from "./cases.js";
import { Keys } from "./keys.js";
import { Transfer } from "./transfer.js";

const views = { keys: new Keys(), cases: new Cases(), transfer: new Transfer() };
const session = new Session(["forbidden", ...Object.keys(views)], { entered, left }, {
  lead: "Keys, imports and erasure need an account with the role admin.",
});

let stop = null;

signedOut.then = () => session.ask();
window.addEventListener("hashchange", () => session.account?.role === "admin" && show({ arrives: true }));
void session.start();

function entered(account) {
  const isAdmin = account.role === "admin";
  byId("tabs").hidden = !isAdmin;
  if (isAdmin) {
    stop ??= follow("api/events", {
      connected: () => {},
      lost: () => void session.check(),
      events: { import: (state) => views.transfer.progress(state) },
    });
    show({ arrives: false });
  } else {
    session.show("forbidden");
  }
}

/** What one person saw is not there for the next. */
function left() {
  byId("tabs").hidden = true;
  stop?.();
  stop = null;
  Object.values(views).forEach((view) => view.clear());
}

function show({ arrives }) {
  const asked = location.hash.slice(1);
  const name = Object.hasOwn(views, asked) ? asked : "keys";
  session.show(name);
  for (const link of byId("tabs").querySelectorAll("a")) {
    if (link.hash === `#${name}`) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  if (arrives) {
    window.scrollTo(0, 0);
    byId(`${name}Title`).focus({ preventScroll: true });
  }
  void views[name].open();
}
