/** Things to try, each with the buttons it needs. */

import { make, makeButton, makeLink } from "../../kit/js/dom.js";
import { copyOnClick } from "../../kit/js/toast.js";
import { breakService, callFrom, killService, mendService } from "./api.js";
import { reachable } from "./cards.js";
import { storySteps } from "./story.js";

const SMALL = "button button--compact";
const SCHEDULER = ["callback-scheduler", "Callback scheduler"];
const MEETINGS = "meeting-scheduler";
const SCREEN_POP = "screen-pop";
const VIDEOENGAGER = ["fake-videoengager", "fake VideoEngager"];
const GENESYS = ["fake-genesys", "fake Genesys Cloud"];

/** Writes the guide, once the addresses are known. */
export function writeGuide(list, services) {
  const scheduler = services.find((service) => service.name === SCHEDULER[0]);
  if (!scheduler) {
    return;
  }
  const named = (name) => services.find((service) => service.name === name);
  const [meetings, screenPop] = [named(MEETINGS), named(SCREEN_POP)];
  const url = reachable(scheduler.url);
  const command = curl(url);
  const story = storySteps(services, { open, act, copies });
  list.replaceChildren(
    ...(story.length > 0 ? [storyItem(story)] : []),
    item(
      "Book a callback",
      "Fill in the form, or send the documented call. Watch steps 4 to 6 arrive at the fakes. Sign-ins are rare: a token is kept for as long as it lives.",
      [open("Open the form", url), copies("Copy the command", command)],
      make("pre", { tabIndex: 0, aria: { label: "The documented call" } }, command),
    ),
    item(
      "Genesys Cloud breaks",
      "Answer every request with 500, then book. The customer gets one clear error, and the journal shows the meeting being deleted again: no orphan is left.",
      [act("Genesys: 500 for 60 s", () => breakService(...GENESYS, "500", 60)), mend(GENESYS)],
    ),
    item(
      "The server is killed in the middle",
      "Make VideoEngager slow, book, and kill the scheduler while the form waits. It starts again, finds the half-done booking and cleans up.",
      [
        act("VideoEngager: slow for 60 s", () => breakService(...VIDEOENGAGER, "slow", 60)),
        act("Kill the scheduler", () => killService(...SCHEDULER)),
        mend(VIDEOENGAGER),
      ],
    ),
    item(
      "The answer is lost",
      "Genesys does what it is asked, but the answer never arrives. Nothing is sent twice: the booking is unconfirmed, and the customer is told not to book again.",
      [act("Genesys: cut for 60 s", () => breakService(...GENESYS, "cut", 60)), mend(GENESYS)],
    ),
    item(
      "Chat with an agent, and kill the bridge",
      "A customer's phone on the left, an agent's desk on the right. Twenty messages are sent, the bridge is killed in the middle of them, and the journal says how many arrived.",
      [make("a", { className: SMALL, href: "./bridge" }, "Open phone and desk")],
    ),
    ...(screenPop ? [callStep(screenPop)] : []),
    ...(meetings ? meetingSteps(meetings) : []),
  );
}

/** One customer, five systems. */
function storyItem(steps) {
  return item(
    "One customer, five systems",
    "The whole story, in six steps.",
    [],
    make("ol", "story", ...steps),
  );
}

/** The customers who call: one who is known, one who is not, one who does not want to be. */
function callStep({ url, credentials }) {
  const { email, password } = credentials;
  const calls = [
    ["+39 06 2222 4444", "Antonio Dorato"],
    ["+1 202 555 0199", "Somebody new"],
    ["anonymous", "Somebody with a withheld number"],
  ];
  return item(
    "See who is calling",
    `Sign in to the agent's page as ${email} with “${password}”, and keep it beside this one. A call rings the agent at Genesys Cloud, and the page shows who it is while it still rings. Save a case for somebody new, and let them call again.`,
    [
      open("Open the agent's page", reachable(url)),
      copies("Copy the password", password),
      ...calls.map(([from, name]) => act(`${name} calls`, () => callFrom(from, name))),
    ],
  );
}

function meetingSteps(meetings) {
  const url = reachable(meetings.url);
  const { operatorPassword } = meetings.credentials;
  return [
    item(
      "Schedule a meeting, and join it",
      `Sign in with the operator's password, “${operatorPassword}”, and the partner key that the server holds. Schedule a meeting with an agent, then join it as that agent: the journal shows the sign-in as the agent, and your browser never had the key.`,
      [open("Open the page", url), copies("Copy the password", operatorPassword)],
    ),
    item(
      "The token runs out",
      "Expire every token of VideoEngager, then schedule, move or cancel a meeting. The server signs in again by itself, and nobody notices.",
      [
        act("VideoEngager: expired for 10 s", () => breakService(...VIDEOENGAGER, "expired", 10)),
        mend(VIDEOENGAGER),
      ],
    ),
  ];
}

function open(text, url, path = "/") {
  return makeLink(`${url}${path}`, text, `${SMALL} button--primary`);
}

function item(title, text, buttons, ...more) {
  return make(
    "li",
    "",
    make("h3", "", title),
    make("p", "", text),
    ...more,
    buttons.length > 0 ? make("p", "actions", ...buttons) : null,
  );
}

function act(text, onclick) {
  return makeButton(SMALL, text, { onclick });
}

function copies(text, value) {
  const button = makeButton(SMALL, text);
  copyOnClick(button, () => value);
  return button;
}

function mend(service) {
  return act("End it", () => mendService(...service));
}

/** The document's own call, with a time that lies ahead. */
function curl(url) {
  const desiredTime = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 7 * 24 * 3_600_000);
  const body = JSON.stringify(
    {
      firstName: "Test",
      lastName: "User",
      phoneNumber: "+1-555-123-4567",
      subject: "API Test",
      desiredTime: desiredTime.toISOString(),
    },
    null,
    2,
  );
  return [
    `curl -X POST ${url}/api/schedule-callback \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n");
}
