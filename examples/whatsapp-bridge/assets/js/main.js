/** The dashboard: signing in, and the views behind it. */

import { byId, setText } from "../../kit/js/dom.js";
import { follow } from "../../kit/js/events.js";
import { Session } from "../../kit/js/session.js";
import { toast } from "../../kit/js/toast.js";
import { Conversations } from "./conversations.js";
import { Messages } from "./messages.js";
import { Overview } from "./overview.js";
import { Parked } from "./parked.js";
import { Settings } from "./settings.js";
import { System } from "./system.js";

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
const session = new Session(Object.keys(views), { entered, left });
let stop = null;

window.addEventListener("hashchange", () => session.account !== null && show({ arrives: true }));
void session.start();

function entered({ role }) {
  byId("tabs").hidden = false;
  const may = role === "operator";
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

function left() {
  stop?.();
  stop = null;
  byId("tabs").hidden = true;
}

function connected() {
  connection.className = "badge badge--ok";
  setText(connection, "Live");
}

/** Who does not answer is not healthy; nobody has to load the page to see that. */
function lost() {
  connection.className = "badge badge--danger";
  setText(connection, "No answer");
  overview.lost();
  void session.check();
}

function tell({ route, vendor, state, cause }) {
  const paused = state === "paused";
  const text = paused ? `Route ${route}: ${vendor} is paused (${cause})` : `Route ${route} goes on`;
  toast(text, { bad: paused });
}

function show({ arrives }) {
  const [asked, search] = location.hash.slice(1).split("?");
  const name = Object.hasOwn(views, asked) ? asked : "overview";
  session.show(name);
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
