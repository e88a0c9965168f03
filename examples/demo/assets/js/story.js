/** One customer's way through all five systems, as a list of steps. */

import { make } from "../../kit/js/dom.js";
import { callBack } from "./api.js";
import { reachable } from "./cards.js";

/** Who the customer is: the screen pop has two cases of this number. */
const CUSTOMER = { name: "Zoë Hill", phone: "+1 202 555 0162" };
const NAMES = [
  "video-reception",
  "callback-scheduler",
  "screen-pop",
  "whatsapp-bridge",
  "meeting-scheduler",
];

/**
 * The steps, once all five systems run; none before.
 *
 * @param {{open: Function, act: Function, copies: Function}} buttons of the guide
 */
export function storySteps(services, { open, act, copies }) {
  const found = NAMES.map((name) => services.find((service) => service.name === name));
  if (found.some((service) => service === undefined)) {
    return [];
  }
  const [reception, scheduler, screenPop, , meetings] = found;
  const { email, password } = screenPop.credentials;
  const { operatorPassword } = meetings.credentials;
  return [
    step(
      "A visitor finds nobody.",
      `${CUSTOMER.name} comes to the video reception. Nobody is there, and the page offers a callback.`,
      open("Open the reception", reachable(reception.url), "/video-call"),
    ),
    step(
      "Books a callback with video.",
      "With this number, for any time that is offered. The customer gets a link to the meeting, and one to manage the booking.",
      open("Open the form", reachable(scheduler.url)),
      copies("Copy the number", CUSTOMER.phone),
    ),
    step(
      "Moves it.",
      "By the link to manage it that the answer has: another time, the same meeting. The journal shows both vendors being told.",
    ),
    step(
      "The call back pops the right case.",
      `Sign in to the agent's page as ${email} with “${password}”. When the callback is due, it rings the agent, and the page shows the newer of ${CUSTOMER.name}'s two cases.`,
      open("Open the agent's page", reachable(screenPop.url)),
      act("The callback is due", callBack),
    ),
    step(
      "The agent joins.",
      "“Join the meeting” beside the case leads to where the customer waits. Somebody who is late says so on WhatsApp, and the agent reads it at the same desk.",
      make("a", { className: "button button--compact", href: "./bridge" }, "Open phone and desk"),
    ),
    step(
      "They meet again.",
      `The agent schedules the next meeting, with the operator's password “${operatorPassword}”.`,
      open("Schedule a meeting", reachable(meetings.url)),
    ),
  ];
}

function step(title, text, ...buttons) {
  return make(
    "li",
    "",
    make("p", "", make("strong", "", title), ` ${text}`),
    buttons.length > 0 ? make("p", "actions", ...buttons) : null,
  );
}
