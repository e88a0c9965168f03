/** The visitor's page: choose somebody, check camera and microphone, ring, talk. */

import { arriveAt, byId, makeButton, setBusy, setText, showOnly } from "../../../kit/js/dom.js";
import { checkAll, Field } from "../../../kit/js/form.js";
import { announce, toast } from "../../../kit/js/toast.js";
import { DeviceCheck, MODES } from "../call/device-check.js";
import { LocalMedia } from "../call/media.js";
import { rememberAlways, reopen } from "../call/remember.js";
import { Room } from "../call/room.js";
import { lineOf } from "../connect.js";
import { log } from "../debug.js";
import { readSettings } from "../settings.js";
import { fallbackLink, Over } from "./over.js";
import { Ringing } from "./ringing.js";
import { emailRule, nameRule, purposeRule } from "./rules.js";
import { StaffCards } from "./staff-cards.js";
import { next, START } from "./state.js";

const VIEWS = { form: "start", check: "check", ringing: "ringing", call: "call", over: "over" };
/** How long an end may come after the news that there is no call any more. */
const FORGOTTEN_MS = 1500;
const HEADINGS = { form: "startHeading", check: "checkHeading", ringing: "ringHeading", over: "overHeading" };

let state = START;
let session = "";
let staff = [];
let settings = { fallbackUrl: null };
let recording = null;
let forgotten = 0;
let seconds = 0;

const media = new LocalMedia();
const line = lineOf("visitor", byId("connection"), { ready, lost: () => room.lineIs(false) });
const room = new Room(byId("call"), media, line, { hangUp: () => end("end-call") });
const check = new DeviceCheck(media, { prefix: "check", elsewhere: () => fallbackLink(settings.fallbackUrl) });
const ringing = new Ringing(() => end("cancel-call"));
const over = new Over({ call: callPerson, again: () => callPerson({ id: state.staffId, name: state.staffName }) });
const cards = new StaffCards(byId("staff"), byId("staffEmpty"), {
  name: "staff",
  onChoice: () => setText(byId("staff-error"), ""),
});
const fields = [
  new Field("name", nameRule),
  new Field("email", emailRule),
  new Field("purpose", purposeRule),
];

byId("checkPlace").append(check.element);
byId("startForm").addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
byId("checkBack").addEventListener("click", () => {
  tidy();
  go({ type: "back" });
});
byId("ring").addEventListener("click", () => void ring());
byId("newCall").addEventListener("click", () => go({ type: "back" }));
rememberAlways(media, () => check.mode);
void readSettings().then((given) => {
  settings = given;
  room.allowRecording(given.recordingAllowed);
  byId("staffFallback").replaceChildren(...[fallbackLink(given.fallbackUrl)].filter((link) => link !== null));
});

line.on("staff-list-updated", (data) => {
  staff = Array.isArray(data.staff) ? data.staff : [];
  byId("staffLoading").hidden = true;
  cards.show(staff);
  over.staff(staff, state.staffId);
});
line.on("conversation-started", (data) => {
  session = data.sessionId;
  line.given(data.resumeToken);
  go({ ...data, type: "started" });
});
line.on("conversation-error", ({ message }) => go({ type: "refused", message }));
// What was on its way when a call ended is refused, and nobody needs to know.
line.on("signaling-error", ({ message }) => log("refused", message));
line.on("rate-limited", ({ message }) => toast(message, { bad: true }));
line.on("call-accepted", (data) => {
  go({ ...data, type: "accepted" });
  talk(data);
});
line.on("call-transferred", (data) => {
  void room.leave();
  go({ ...data, type: "transferred" });
});
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
line.on("call-ended", (data) => void ended(data));
line.on("replaced", ({ message }) => void replaced(message));
show();
line.open();

/** The server knows who we are: a newcomer, or somebody who comes back into a call. */
function ready(resumed) {
  room.lineIs(true);
  const [call] = resumed?.calls ?? [];
  clearTimeout(forgotten);
  if (call === undefined) {
    const { callId } = state;
    // How it ended follows, if the server knows that.
    forgotten = setTimeout(() => void ended({ callId, code: "disconnected", endedBy: "System" }), FORGOTTEN_MS);
    return;
  }
  session = resumed.sessionId;
  const isNew = state.phase !== "call" && state.phase !== "ringing";
  const staffId = state.staffId || staff.find(({ name }) => name === call.peerName)?.id;
  go({ ...call, type: "resumed", live: call.state === "live", staffId });
  if (call.state === "live" && (resumed.newEpoch === true || !room.isOpen)) {
    talk({ ...call, from: call.peerSessionId, staffName: call.peerName });
  }
  if (isNew) {
    void reopen(media, check);
  }
}

function choose() {
  const person = cards.chosen;
  setText(byId("staff-error"), person === null ? "Choose whom you want to see" : "");
  const wrong = checkAll(fields);
  if (wrong === 0 && person === null) {
    cards.focus();
  } else if (wrong === 0) {
    go({ type: "chosen", staffId: person.id, staffName: person.name });
    void check.start();
  }
}

function callPerson(person) {
  if (checkAll(fields) > 0) {
    // This page was loaded again since, and knows no name any more.
    go({ type: "back" });
    cards.choose(person.id);
    return;
  }
  go({ type: "chosen", staffId: person.id, staffName: person.name });
  void check.start();
}

async function ring() {
  const button = byId("ring");
  const { wish } = MODES.find(({ mode }) => mode === check.mode);
  const isOpen = (!wish.audio || media.has("audio")) && (!wish.video || media.has("video"));
  if (!isOpen && !(await check.start())) {
    return;
  }
  setText(byId("ringError"), "");
  setBusy(button, true);
  const [name, email, purpose] = fields.map(({ value }) => value);
  // Every call is a conversation of its own.
  line.forget();
  const answer = await line.request("start-conversation", {
    name,
    email,
    purpose,
    selectedStaffId: state.staffId,
    media: check.mode,
  });
  setBusy(button, false);
  if (answer.ok === false && state.phase === "check") {
    go({ type: "refused", message: answer.message });
  }
}

function talk(terms) {
  check.rest();
  ringing.stop();
  const given = { ...terms, name: state.staffName, polite: terms.polite ?? false, offers: true };
  if (room.isOpen && room.callId === terms.callId) {
    room.renew(given);
  } else {
    room.begin(given, session);
  }
}

async function end(event) {
  const { callId } = state;
  const answer = await line.request(event, { callId });
  if (answer.ok === false && state.callId === callId) {
    // Without a line nobody can be told; the server notices by itself.
    await ended({ callId, code: event === "end-call" ? "hangup" : "cancelled", endedBy: "client" });
  }
}

async function ended(data) {
  if (state.callId === null || data.callId !== state.callId || state.phase === "over") {
    return;
  }
  clearTimeout(forgotten);
  seconds = state.wasLive ? room.seconds : 0;
  ringing.stop();
  recording = room.isOpen ? await room.leave() : null;
  tidy();
  line.forget();
  go({ ...data, type: "ended" });
}

/** The next call begins with devices as nobody left them. */
function tidy() {
  check.rest();
  media.close();
  media.setMuted(false);
  media.setVideoOff(false);
}

async function replaced(message) {
  line.close();
  if (room.isOpen) {
    await room.leave();
  }
  tidy();
  byId("problem").replaceChildren(message || "This call goes on in another tab.", makeButton("button", "Load this page again", { onclick: () => location.reload() }));
  showOnly("problem", ["problem", ...Object.values(VIEWS)]);
}

function go(event) {
  const before = state;
  state = next(state, event);
  if (before !== state) {
    show(before);
  }
}

function show(before = null) {
  showOnly(VIEWS[state.phase], ["problem", ...Object.values(VIEWS)]);
  document.body.dataset.phase = state.phase;
  if (state.phase === "check") {
    setText(byId("checkHeading"), `Ready to call ${state.staffName}?`);
    setText(byId("ring"), `Call ${state.staffName}`);
    setText(byId("ringError"), state.problem);
  } else if (state.phase === "ringing") {
    const text = before?.phase === "call" ? "Your call is being transferred." : "Please stay here. You are seen and heard once the call is answered.";
    ringing.begin({ name: state.staffName, seconds: state.ringSeconds, text });
  } else if (state.phase === "over") {
    over.staff(staff, state.staffId);
    over.show(state, { seconds, recording, fallbackUrl: settings.fallbackUrl });
    announce(byId("overHeading").textContent);
  }
  if (before !== null && before.phase !== state.phase && HEADINGS[state.phase] !== undefined) {
    arriveAt(HEADINGS[state.phase]);
  }
}
