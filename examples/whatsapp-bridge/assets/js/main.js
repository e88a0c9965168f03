/** The dashboard: signing in, and the views behind it. */

import { byId, makeButton, setText, showOnly } from "../../kit/js/dom.js";
import { follow } from "../../kit/js/events.js";
import { failureOf } from "../../kit/js/messages.js";
import { alertBox } from "../../kit/js/outcome.js";
import { SignInForm, signOut, whoIsSignedIn } from "../../kit/js/sign-in.js";
import { toast } from "../../kit/js/toast.js";
import { Conversations } from "./conversations.js";
import { Messages } from "./messages.js";
import { Overview } from "./overview.js";
import { Parked } from "./parked.js";
import { Settings } from "./settings.js";
import { System } from "./system.js";

const VIEWS = ["overview", "messages", "conversations", "parked", "settings", "system"];
const ALL = ["loading", "problem", "signIn", ...VIEWS];
const LOAD = {
  failed: "This page could not be loaded",
  interrupted: "Please check your connection and try again.",
};
const SIGN_OUT = {
  failed: "You are still signed in",
  interrupted: "Please check your connection and try again.",
};

const form = new SignInForm(byId("signInForm"), (account) => enter(account));
const connection = byId("connection");
const overview = new Overview();
const views = {
  overview,
  messages: new Messages(),
  conversations: new Conversations(),
  parked: new Parked(),
  settings: new Settings(),
  system: new System(),
};
let account = null;
let stop = null;

byId("signOut").addEventListener("click", () => void leave());
window.addEventListener("hashchange", () => account !== null && show({ arrives: true }));
void start();

async function start() {
  showOnly("loading", ALL);
  const answer = await whoIsSignedIn();
  if (answer.kind !== "ok") {
    fail(answer);
  } else if (answer.body.account === null) {
    ask();
  } else {
    enter(answer.body.account);
  }
}

function ask() {
  account = null;
  stop?.();
  stop = null;
  byId("session").hidden = true;
  byId("tabs").hidden = true;
  showOnly("signIn", ALL);
  form.focus();
}

function enter(who) {
  account = who;
  setText(byId("sessionText"), `${who.email} (${who.role})`);
  byId("session").hidden = false;
  byId("tabs").hidden = false;
  const may = who.role === "operator";
  for (const view of Object.values(views)) {
    view.mayChange = may;
  }
  byId("erase").hidden = !may;
  stop ??= follow("api/dashboard/events", {
    connected,
    lost,
    events: {
      reload: connected,
      overview: (now) => overview.show(now),
      route: (route) => tell(route),
    },
  });
  show({ arrives: false });
}

function connected() {
  connection.className = "badge badge--ok";
  setText(connection, "Live");
}

/** Who does not answer is not healthy; nobody has to load the page to see that. */
async function lost() {
  connection.className = "badge badge--danger";
  setText(connection, "No answer");
  overview.lost();
  const answer = await whoIsSignedIn();
  if (answer.kind === "ok" && answer.body.account === null && account !== null) {
    ask();
  }
}

function tell({ route, vendor, state, cause }) {
  const paused = state === "paused";
  const text = paused ? `Route ${route}: ${vendor} is paused (${cause})` : `Route ${route} goes on`;
  toast(text, { bad: paused });
}

function show({ arrives }) {
  const [asked, search] = location.hash.slice(1).split("?");
  const name = VIEWS.includes(asked) ? asked : "overview";
  showOnly(name, ALL);
  for (const link of byId("tabs").querySelectorAll("a")) {
    const isHere = link.hash === `#${name}`;
    if (isHere) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else {
      link.removeAttribute("aria-current");
    }
  }
  if (arrives) {
    window.scrollTo(0, 0);
    byId(`${name}Title`).focus({ preventScroll: true });
  }
  if (name === "messages" && search !== undefined) {
    views.messages.searchFor(decodeURIComponent(search));
  } else {
    void views[name].open();
  }
}

async function leave() {
  const answer = await signOut();
  if (answer.kind === "ok") {
    ask();
  } else {
    toast(failureOf(answer, SIGN_OUT).title);
  }
}

function fail(answer) {
  const again = makeButton("button", "Try again", { onclick: () => void start() });
  byId("problem").replaceChildren(alertBox(failureOf(answer, LOAD), again));
  showOnly("problem", ALL);
  again.focus();
}
