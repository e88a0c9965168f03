/** The page behind a booking link. */

import { loadBooking } from "./api.js";
import { readConfig } from "./config.js";
import { announce, byId } from "./dom.js";
import { prepareCancel, prepareMove } from "./manage-actions.js";
import { prepareView, showBooking, showStillWorking, statusText } from "./manage-view.js";
import { countdown, loadFailure } from "./messages.js";

const POLL_SECONDS = [5, 10, 20, 40, 60, 60, 60, 60];
const [, token = ""] = /\/manage\/([^/]+)\/?$/.exec(location.pathname) ?? [];
const retry = byId("retry");

/** @type {import("./manage-view.js").Booking | null} */
let booking = null;
let polls = 0;
let pollTimer = 0;

prepareView();
prepareCancel(token, () => booking, changed);
const closeMove = prepareMove(token, readConfig(), () => booking, changed);
retry.addEventListener("click", () => void loadAgain());
byId("check-again").addEventListener("click", () => void checkAgain());
void load();

async function load() {
  show("loading");
  const answer = await loadBooking(token);
  if (answer.kind === "ok") {
    update(answer.body);
    show("booking");
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
  window.scrollTo(0, 0);
  byId("booking-when").focus({ preventScroll: true });
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
  if (next.status === "moving" || next.status === "cancelling") {
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
  show("problem");
  byId("problem-heading").focus();
  waitFor(failure.wait ?? 0);
}

function waitFor(seconds) {
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    retry.disabled = left > 0;
    retry.textContent = left > 0 ? `Try again in ${countdown(left)}` : "Try again";
    if (left > 0) {
      setTimeout(tick, 1000);
    }
  };
  tick();
}

function show(id) {
  for (const section of ["loading", "problem", "booking"]) {
    byId(section).hidden = section !== id;
  }
}
