/** The agent's page: who is calling, while it still rings. */

import { send } from "../../../kit/js/api.js";
import { confirm } from "../../../kit/js/confirm.js";
import { byId, make, makeButton, setBusy, setText } from "../../../kit/js/dom.js";
import { follow } from "../../../kit/js/events.js";
import { Field } from "../../../kit/js/form.js";
import { failureOf } from "../../../kit/js/messages.js";
import { Session } from "../../../kit/js/session.js";
import { toast } from "../../../kit/js/toast.js";
import { announcementOf, callerOf, gapText, listeningText } from "../calls.js";
import { phoneRule } from "../rules.js";
import { PopCard } from "./pop.js";
import { clock, Recent } from "./recent.js";
import { Simulator } from "./simulate.js";

const LOOK = { failed: "The number was not looked up", interrupted: "Please try again." };
const TITLE = document.title;

const connection = byId("connection");
const phone = new Field("phone", phoneRule("Enter the caller's number"));
const recent = new Recent((pop) => void open(pop, { arrives: true }));
const card = new PopCard({ saved, retry: (number) => void look(number) });
const simulator = new Simulator(() => (phone.check() ? phone.value : null), signedOut);
const session = new Session(["desk"], { entered, left }, {
  lead: "Then this page shows who is calling, while it still rings.",
});
/** Calls that came while a form was being filled in. */
let waiting = [];
let current = null;
let stop = null;

byId("lookForm").addEventListener("submit", (event) => {
  event.preventDefault();
  if (phone.check()) {
    void look(phone.value);
  } else {
    phone.input.focus();
  }
});
void session.start();

function entered(account) {
  byId("toAdmin").hidden = account.role !== "admin";
  stop ??= follow("api/events", {
    connected: () => setConnection("ok", "Live"),
    lost: () => {
      setConnection("danger", "No answer");
      void session.check();
    },
    events: {
      reload: () => missed("This page was away for too long. Calls may have been missed meanwhile."),
      calls: ({ listening }) => heardBy(listening),
      pop: incoming,
      gap: (gap) => missed(gapText(gap, clock)),
    },
  });
  session.show("desk");
  phone.input.focus();
}

function left() {
  stop?.();
  stop = null;
  waiting = [];
  current = null;
  showWaiting();
  recent.clear();
  card.idle();
  simulator.clear();
  byId("gap").hidden = true;
  phone.reset();
  document.title = TITLE;
}

/** Whether an answer says that nobody is signed in; then the page asks. */
function signedOut(answer) {
  if (answer.status === 401) {
    session.ask();
  }
  return answer.status === 401;
}

async function look(number) {
  const button = byId("look");
  setBusy(button, true, "Looking up…");
  const answer = await send("POST", "api/pops", { body: { phone: number } });
  setBusy(button, false, "Look up");
  if (answer.kind === "ok") {
    recent.add(answer.body);
    void open(answer.body, { arrives: true });
  } else if (!signedOut(answer)) {
    const { title, text } = failureOf(answer, LOOK);
    phone.setError(answer.status === 400 ? title : `${title}. ${text}`.trim());
    phone.input.focus();
  }
}

/** A call rings. What is being typed stays where it is. */
function incoming(pop) {
  recent.add(pop);
  say(announcementOf(pop));
  if (card.isBusy) {
    waiting = [pop, ...waiting];
    showWaiting();
    recent.mark(current);
    return;
  }
  void open(pop, { arrives: false });
}

async function open(pop, { arrives }) {
  if (card.isBusy && !(await mayLeave())) {
    return;
  }
  waiting = waiting.filter((each) => each !== pop);
  showWaiting();
  current = pop;
  recent.mark(pop);
  card.show(pop);
  document.title = `${callerOf(pop)} · ${TITLE}`;
  if (arrives) {
    // The payloads below are another call's.
    simulator.clear();
    card.focus();
  }
}

function mayLeave() {
  const text = "What you typed for the new case is lost when another call is shown.";
  return confirm("The new case is not saved", text, "Show the other call");
}

/** The new case is what the call is about from now on. */
function saved(pop, match) {
  const answer = { found: true, ...match, phone_searched: pop.phone, matches: [match] };
  const known = { ...pop, answer };
  current = known;
  recent.replace(pop, known);
  card.show(known);
  card.focus();
  toast("The case was saved");
}

function showWaiting() {
  const box = byId("waiting");
  box.hidden = waiting.length === 0;
  box.replaceChildren(
    ...waiting.map((pop) =>
      make(
        "div",
        "alert alert--info waiting__call",
        make("p", "", make("strong", "", callerOf(pop)), " is calling."),
        makeButton("button button--small", "Show", { onclick: () => void open(pop, { arrives: true }) }),
      ),
    ),
  );
}

function missed(text) {
  const box = byId("gap");
  const close = makeButton("button button--small", "I have seen it", {
    onclick: () => {
      box.hidden = true;
      phone.input.focus();
    },
  });
  box.hidden = false;
  box.replaceChildren(make("p", "", text), close);
}

function heardBy(listening) {
  const isLinked = (session.account?.genesysUserId ?? null) !== null;
  const line = byId("listening");
  line.dataset.state = listening;
  setText(line, listeningText(listening, isLinked));
}

function setConnection(kind, text) {
  connection.className = `badge badge--${kind}`;
  setText(connection, text);
}

/** Screen readers say it at once, whatever they are reading. */
function say(text) {
  const region = byId("ringing");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
