/** The front page: two doors, and behind a sign-in the administration. */

import { byId } from "../../../kit/js/dom.js";
import { Session } from "../../../kit/js/session.js";
import { ACCOUNTS } from "../accounts.js";
import { Analytics } from "./analytics.js";
import { People } from "./people.js";
import { Privacy } from "./privacy.js";

const words = { heading: "Administration", lead: "Figures, staff and erasure need an account with the role admin." };
const sections = ["front", "forbidden", "analytics", "people", "privacy"];
const session = new Session(sections, { entered: show, left }, words, ACCOUNTS);
const views = { analytics: new Analytics(session), people: new People(session), privacy: new Privacy(session) };

addEventListener("hashchange", show);
show();

function viewOf() {
  const name = location.hash.slice(1);
  return views[name] === undefined ? "front" : name;
}

/** Nobody is asked for anything before the administration is opened. */
function show() {
  const name = viewOf();
  byId("tabs").hidden = session.account?.role !== "admin";
  for (const tab of byId("tabs").children) {
    if (tab.hash === `#${name}`) {
      tab.setAttribute("aria-current", "page");
    } else {
      tab.removeAttribute("aria-current");
    }
  }
  if (name === "front") {
    session.show("front");
  } else if (session.account === null) {
    void session.start();
  } else if (session.account.role !== "admin") {
    session.show("forbidden");
  } else {
    session.show(name);
    void views[name].open();
  }
}

function left() {
  byId("tabs").hidden = true;
}
