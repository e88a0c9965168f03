/** The page of the staff: who waits, the call, and what became of it. */

import { byId, makeButton } from "../../../kit/js/dom.js";
import { failure } from "../../../kit/js/messages.js";
import { alertBox } from "../../../kit/js/outcome.js";
import { Session } from "../../../kit/js/session.js";
import { announce, toast } from "../../../kit/js/toast.js";
import { ACCOUNTS } from "../accounts.js";
import { DeviceCheck } from "../call/device-check.js";
import { endingOf } from "../call/endings.js";
import { LocalMedia } from "../call/media.js";
import { rememberAlways, reopen } from "../call/remember.js";
import { Room } from "../call/room.js";
import { keepAwake } from "../call/wake-lock.js";
import { lineOf } from "../connect.js";
import { log } from "../debug.js";
import { readSettings } from "../settings.js";
import { AfterCall } from "./after.js";
import { showHistory } from "./history.js";
import { next, withdrawnText } from "./queue.js";
import { Ring } from "./ring.js";
import { Transfer } from "./transfer.js";
import { WaitingList } from "./waiting-list.js";

/** How long an end may come after the news that there is no call any more. */
const FORGOTTEN_MS = 1500;
/** How long a decision may take to be in the history after its answer. */
const WRITTEN_MS = 1000;

let queue = [];
let staff = [];
let me = { id: "", session: "" };
let current = null;
let forgotten = 0;

const media = new LocalMedia();
const line = lineOf("staff", byId("connection"), { ready, lost: () => room.lineIs(false), refused: () => void session.check() });
const room = new Room(byId("call"), media, line, { hangUp: () => void hangUp() });
const check = new DeviceCheck(media, { prefix: "desk" });
const ring = new Ring();
const list = new WaitingList({ accept: (call) => void accept(call), reject: (call) => void reject(call) });
const transfer = new Transfer((targetStaffId) => line.request("transfer-call", { callId: room.callId, targetStaffId }));
const after = new AfterCall((decision) => line.request("call-decision", decision), rest);
const words = { heading: "Sign in to the desk", lead: "Then visitors see that you are here, and can call you." };
const session = new Session(["desk"], { entered, left }, words, ACCOUNTS);

rememberAlways(media, () => check.mode);
byId("deskCheckPlace").append(check.element);
byId("deskCheck").addEventListener("toggle", () => {
  if (!byId("deskCheck").open) {
    closeCheck();
  }
});
byId("deskCheckStart").addEventListener("click", () => void check.start());
byId("statuses").addEventListener("change", ({ target }) => void setStatus(target.value));
document.addEventListener("pointerdown", () => ring.ready(), { once: true });
void readSettings().then(({ recordingAllowed }) => room.allowRecording(recordingAllowed));

line.on("login-success", (data) => {
  me = { id: data.staff?.id ?? "", session: data.sessionId };
  line.given(data.resumeToken);
  showStaff();
  session.show("desk");
});
// Somebody else has the desk, or the sign-in has expired.
line.on("login-error", ({ message }) => void away(message));
line.on("staff-list-updated", (data) => {
  staff = Array.isArray(data.staff) ? data.staff : [];
  showStaff();
});
line.on("waiting-calls", ({ calls }) => setQueue({ type: "all", calls: calls ?? [] }));
line.on("new-call-request", (call) => {
  setQueue({ type: "rings", call });
  announce(`${call.clientName} is calling. ${call.purpose}`);
});
line.on("call-withdrawn", ({ callId, reason }) => {
  const call = queue.find((each) => each.callId === callId);
  setQueue({ type: "gone", callId });
  const text = call === undefined ? "" : withdrawnText(reason, call.clientName);
  if (text !== "" && callId !== room.callId) {
    toast(text);
  }
});
line.on("call-started", (data) => talk({ ...data, name: data.clientName }));
line.on("call-ended", (data) => void ended(data));
line.on("peer-disconnected", ({ callId, graceSeconds }) => {
  if (callId === room.callId) {
    room.waiting(graceSeconds);
  }
});
line.on("peer-rejoined", (data) => {
  if (data.callId === room.callId) {
    room.rejoined(data);
  }
});
for (const event of ["call-error", "rate-limited"]) {
  line.on(event, ({ message }) => toast(message, { bad: true }));
}
// What was on its way when a call ended is refused, and nobody needs to know.
line.on("signaling-error", ({ message }) => log("refused", message));
line.on("replaced", ({ message }) => void away(message || "You signed in on another page."));
line.on("signed-out", ({ message }) => void away(message || "You were signed out."));
void session.start();

function entered() {
  ring.ready();
  keepAwake(true);
  session.show("desk");
  line.open();
  void showHistory();
}

function left() {
  line.request("sign-out", {});
  line.forget();
  line.close();
  keepAwake(false);
  setQueue({ type: "all", calls: [] });
  closeCheck();
  media.close();
  if (room.isOpen) {
    void room.leave();
  }
  current = null;
  show();
}

/** The server knows this page: as it was, or after it was loaded again in the middle of a call. */
function ready(resumed) {
  room.lineIs(true);
  clearTimeout(forgotten);
  me = { id: resumed?.staff?.id ?? me.id, session: resumed?.sessionId ?? me.session };
  const call = resumed?.calls?.find(({ state }) => state === "live");
  if (call === undefined) {
    const { callId } = room;
    // How it ended follows, if the server knows that.
    forgotten = setTimeout(() => void ended({ callId, code: "disconnected", endedBy: "System" }), FORGOTTEN_MS);
  } else if (resumed.newEpoch === true || !room.isOpen) {
    talk({ ...call, name: call.peerName, offers: true });
  }
}

async function accept(call) {
  ring.ready();
  list.canAccept = false;
  const answer = await line.request("accept-call", { callId: call.callId });
  if (answer.ok === false) {
    list.canAccept = !room.isOpen;
    toast(answer.message, { bad: true });
  }
}

async function reject(call) {
  const answer = await line.request("reject-call", { callId: call.callId });
  if (answer.ok === false) {
    toast(answer.message, { bad: true });
  } else {
    setQueue({ type: "gone", callId: call.callId });
  }
}

/** A call begins, or goes on after a refresh. */
function talk(terms) {
  const waiting = queue.find(({ callId }) => callId === terms.callId);
  setQueue({ type: "gone", callId: terms.callId });
  const given = { ...terms, polite: terms.polite ?? true, offers: terms.offers ?? false };
  if (room.isOpen && room.callId === terms.callId) {
    room.renew(given);
    return;
  }
  current = { callId: terms.callId, name: terms.name };
  after.begin({ callId: terms.callId, clientName: terms.name, purpose: waiting?.purpose });
  closeCheck();
  show();
  room.begin(given, me.session);
  void openDevices();
}

async function openDevices() {
  if (media.has("audio") || media.has("video")) {
    return;
  }
  if (!(await reopen(media, check))) {
    byId("deskCheck").open = true;
    toast("Your camera and microphone could not be opened. You can still see and hear.", { bad: true });
  }
}

async function hangUp() {
  const { callId } = room;
  const answer = await line.request("end-call", { callId });
  if (answer.ok === false && room.callId === callId) {
    await ended({ callId, code: "hangup", endedBy: "staff" });
  }
}

async function ended(data) {
  if (current === null || data.callId !== current.callId) {
    setQueue({ type: "gone", callId: data.callId });
    return;
  }
  clearTimeout(forgotten);
  const { name } = current;
  current = null;
  const { title, text } = endingOf(data, { role: "staff", name, wasLive: true });
  room.onRecorded(await room.leave());
  media.close();
  media.setMuted(false);
  media.setVideoOff(false);
  after.ended(`${title}. ${text}`.trim());
  announce(`${title}. ${text}`);
  show();
  byId("afterHeading").focus();
  void showHistory();
}

function rest() {
  show();
  // The server answers a decision before it has written it down.
  setTimeout(() => void showHistory(), WRITTEN_MS);
  byId("waitingHeading").focus();
}

function show() {
  document.body.dataset.phase = room.isOpen || current !== null ? "call" : "rest";
  byId("call").hidden = current === null;
  byId("rest").hidden = current !== null || after.isOpen;
  list.canAccept = current === null;
}

function setQueue(event) {
  queue = next(queue, event);
  list.show(queue);
  // Whoever talks is not rung at; the list still shows who waits.
  ring.show(current === null ? queue : []);
}

async function setStatus(status) {
  const answer = await line.request("set-status", { status });
  if (answer.ok === false) {
    toast(answer.message, { bad: true });
    showStatus();
  }
}

// The list may come before the word of who we are.
function showStaff() {
  transfer.show(staff, me.id);
  showStatus();
}

function showStatus() {
  const status = staff.find(({ id }) => id === me.id)?.status;
  const radio = byId("statuses").querySelector(`[value="${status}"]`);
  if (radio !== null) {
    radio.checked = true;
  }
}

function closeCheck() {
  check.rest();
  if (!room.isOpen && current === null) {
    media.close();
  }
}

/** This page has no place at the desk any more. */
async function away(message) {
  line.close();
  line.forget();
  setQueue({ type: "all", calls: [] });
  if (room.isOpen) {
    await room.leave();
  }
  current = null;
  media.close();
  const again = makeButton("button", "Take the calls here", { onclick: () => location.reload() });
  byId("problem").replaceChildren(alertBox(failure("You are not at the desk here", message), again));
  session.show("problem");
  again.focus();
}
