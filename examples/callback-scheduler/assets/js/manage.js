/** The page behind a booking link. */

import { arriveAt, byId, showOnly } from "../../kit/js/dom.js";
import { countDown } from "../../kit/js/outcome.js";
import { announce } from "../../kit/js/toast.js";
import { loadBooking } from "./api.js";
import { prepareCancel } from "./manage-cancel.js";
import { prepareMove } from "./manage-move.js";
import { prepareView, showBooking, showStillWorking, statusText } from "./manage-view.js";
import { loadFailure } from "./messages.js";

const SECTIONS = ["loading", "problem", "booking"];
const POLL_SECONDS = [5, 10, 20, 40, 60, 60, 60, 60];
const CHANGING = ["moving", "cancelling", "unconfirmed"];
const [, token = ""] = /\/manage\/([^/]+)\/?$/.exec(location.pathname) ?? [];
const retry = byId("retry");

/** @type {import("./manage-view.js").Booking | null} */
let booking = null;
let polls = 0;
let pollTimer = 0;

prepareView();
prepareCancel(token, () => booking, changed);
const closeMove = prepareMove(token, () => booking, changed);
retry.addEventListener("click", () => void loadAgain());
byId("check-again").addEventListener("click", () => void checkAgain());
void load();

async function load() {
  showOnly("loading", SECTIONS);
  const answer = await loadBooking(token);
  if (answer.kind === "ok") {
    update(answer.body);
    showOnly("booking", SECTIONS);
  } else {
    showProblem(answer);
  }
}

async function loadAgain() {
  await load();
  if (booking !== null) {
    byId("booking-when").focus();
  }
}

/** Shows a changed booking and brings keyboard and screen reader to it. */
function changed(next) {
  polls = 0;
  update(next);
  arriveAt("booking-when");
  announce(statusText(next));
}

function update(next) {
  booking = next;
  showBooking(next);
  if (!next.canMove) {
    closeMove();
  }
  byId("check-again").hidden = true;
  clearTimeout(pollTimer);
  if (CHANGING.includes(next.status)) {
    pollLater();
  }
}

function pollLater() {
  if (polls === POLL_SECONDS.length) {
    showStillWorking();
    byId("check-again").hidden = false;
    return;
  }
  pollTimer = setTimeout(poll, POLL_SECONDS[polls] * 1000);
  polls += 1;
}

async function poll() {
  const answer = await loadBooking(token);
  if (answer.kind === "ok") {
    update(answer.body);
  } else if (answer.status === 404) {
    showProblem(answer);
  } else {
    pollLater();
  }
}

async function checkAgain() {
  const button = byId("check-again");
  button.disabled = true;
  polls = 0;
  await poll();
  button.disabled = false;
}

function showProblem(answer) {
  const failure = loadFailure(answer);
  byId("problem-heading").textContent = failure.title;
  byId("problem-text").textContent = failure.text;
  byId("problem-id").textContent = failure.requestId ?? "";
  byId("problem-id-line").hidden = !failure.requestId;
  retry.hidden = answer.status === 404;
  showOnly("problem", SECTIONS);
  byId("problem-heading").focus();
  countDown(retry, failure.wait ?? 0);
}
