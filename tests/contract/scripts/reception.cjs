// A stock socket.io-client on the document's flow, over the transports that it is given.
// Prints what each side received, event by event.

const { io } = require("socket.io-client");

const { url, transports, staff, other } = JSON.parse(process.argv[2]);
const PATIENCE = 20_000;

/** A connection that remembers everything it received. */
class Client {
  constructor(auth) {
    this.received = [];
    this.seen = 0;
    this.waiting = [];
    this.socket = io(url, { transports, auth, forceNew: true, reconnection: false });
    this.socket.onAny((event, payload, ack) => {
      // Pings are answered as the documentation says, and are no part of the flow.
      if (event === "presence-ping") {
        if (typeof ack === "function") {
          ack();
        }
        return;
      }
      this.received.push([event, payload]);
      this.waiting.splice(0).forEach((wake) => wake());
    });
  }

  connected() {
    return new Promise((resolve, reject) => {
      this.socket.once("connect", resolve);
      this.socket.once("connect_error", reject);
    });
  }

  emit(event, ...payload) {
    this.socket.emit(event, ...payload);
  }

  /** What the server acknowledges. */
  ask(event, payload) {
    return this.socket.timeout(PATIENCE).emitWithAck(event, payload);
  }

  /** The next event of this name; others before it stay in the record. */
  async next(event) {
    const until = Date.now() + PATIENCE;
    for (;;) {
      for (; this.seen < this.received.length; this.seen += 1) {
        if (this.received[this.seen][0] === event) {
          this.seen += 1;
          return this.received[this.seen - 1][1];
        }
      }
      const left = until - Date.now();
      if (left <= 0) {
        throw new Error(`${event} did not come; came: ${this.names().join(", ")}`);
      }
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  names() {
    return this.received.map(([event]) => event);
  }

  count(event) {
    return this.names().filter((name) => name === event).length;
  }
}

const visitorOf = (selectedStaffId) => ({
  name: "Robin Example",
  email: "robin@example.com",
  purpose: "Ask about opening hours",
  selectedStaffId,
});
const sdp = (type, name) => ({ type, sdp: `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=${name}\r\n` });
const CANDIDATES = [
  {
    candidate: "candidate:1 1 udp 2122260223 192.0.2.10 50000 typ host",
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: "abcd",
  },
  { candidate: "", sdpMid: "0", sdpMLineIndex: 0 },
  null,
];

async function signedIn(credentials) {
  const client = new Client();
  await client.connected();
  client.emit("staff-login", credentials);
  const success = await client.next("login-success");
  return { client, success };
}

/** A call of a visitor that rings the named staff member. */
async function ringing(desk, selectedStaffId) {
  const visitor = new Client();
  await visitor.connected();
  visitor.emit("start-conversation", visitorOf(selectedStaffId));
  const started = await visitor.next("conversation-started");
  const request = await desk.next("new-call-request");
  return { visitor, started, request, callId: started.callId };
}

async function flow() {
  const result = {};
  const { client: desk, success } = await signedIn(staff);
  result.loginSuccess = success;

  // The documented call, from the request to the decision.
  const call = await ringing(desk, success.staff.id);
  const { visitor, callId } = call;
  result.staffList = visitor.received.find(([event]) => event === "staff-list-updated")[1];
  result.started = call.started;
  result.request = call.request;
  desk.emit("accept-call", { callId });
  result.accepted = await visitor.next("call-accepted");
  result.callStarted = await desk.next("call-started");
  const sent = [];
  const got = [];
  const relay = async (from, to, event, key, value, more = {}) => {
    const payload = { callId, ...more };
    if (value !== undefined) {
      payload[key] = value;
    }
    from.emit(event, payload);
    sent.push(value === undefined ? "absent" : value);
    const received = await to.next(event);
    got.push(key in received ? received[key] : "absent");
    return received;
  };
  result.offer = await relay(visitor, desk, "offer", "offer", sdp("offer", "visitor"));
  const target = call.started.sessionId;
  result.answer = await relay(desk, visitor, "answer", "answer", sdp("answer", "desk"), { target });
  for (const candidate of [...CANDIDATES, undefined]) {
    await relay(visitor, desk, "ice-candidate", "candidate", candidate);
    await relay(desk, visitor, "ice-candidate", "candidate", candidate);
  }
  result.relayed = { sent, got };

  // What the document plans, and we have.
  desk.emit("chat-message", { callId, text: "Good morning" });
  result.chat = await visitor.next("chat-message");
  visitor.emit("media-state", { callId, audio: true, video: false, screen: true, recording: false });
  result.media = await desk.next("media-state");
  result.iceServers = await visitor.ask("ice-servers", { callId });
  result.stats = await visitor.ask("call-stats", {
    callId, pathType: "host", setupMs: 120, lossPercent: 0.5, rttMs: 12,
  });

  // Somebody who is in no call.
  const outsider = new Client();
  await outsider.connected();
  outsider.emit("offer", { callId, offer: sdp("offer", "outsider") });
  result.unauthorized = await outsider.next("signaling-error");
  outsider.emit("offer", { callId: "nothing", offer: sdp("offer", "outsider") });
  result.invalid = await outsider.next("signaling-error");
  outsider.emit("accept-call", { callId });
  result.callError = await outsider.next("call-error");
  outsider.emit("start-conversation", { name: "A", email: "a@example.com", purpose: "B" });
  result.conversationError = await outsider.next("conversation-error");
  outsider.emit("staff-login", { email: staff.email, password: "not the password" });
  result.loginError = await outsider.next("login-error");
  result.refusedAck = await outsider.ask("end-call", { callId });

  desk.emit("end-call", { callId, reason: "Done" });
  result.ended = [await visitor.next("call-ended"), await desk.next("call-ended")];
  desk.emit("call-decision", { callId, decision: "approved", notes: "Sent the form" });
  result.decisionSaved = await desk.next("decision-saved");
  visitor.emit("offer", { callId, offer: sdp("offer", "late") });
  result.afterTheEnd = await visitor.next("signaling-error");
  result.endings = [visitor.count("call-ended"), desk.count("call-ended")];

  // Rejected, cancelled, and handed on.
  const rejected = await ringing(desk, staff.email);
  desk.emit("reject-call", { callId: rejected.callId });
  result.rejected = await rejected.visitor.next("call-ended");
  const cancelled = await ringing(desk, success.staff.name);
  cancelled.visitor.emit("cancel-call", { callId: cancelled.callId });
  result.cancelled = await cancelled.visitor.next("call-ended");
  result.withdrawn = await desk.next("call-withdrawn");
  const { client: second, success: secondSuccess } = await signedIn(other);
  const handed = await ringing(desk, success.staff.id);
  desk.emit("accept-call", { callId: handed.callId });
  const before = await handed.visitor.next("call-accepted");
  desk.emit("transfer-call", { callId: handed.callId, targetStaffId: secondSuccess.staff.id });
  result.transferred = await handed.visitor.next("call-transferred");
  result.transferRequest = await second.next("new-call-request");
  second.emit("accept-call", { callId: handed.callId });
  const after = await handed.visitor.next("call-accepted");
  result.epochs = [before.epoch, after.epoch];
  handed.visitor.emit("end-call", { callId: handed.callId });
  result.handedEnd = await second.next("call-ended");

  // A page that is loaded anew in the middle of a call.
  const refreshed = await ringing(desk, success.staff.id);
  desk.emit("accept-call", { callId: refreshed.callId });
  await refreshed.visitor.next("call-accepted");
  refreshed.visitor.socket.disconnect();
  result.peerGone = await desk.next("peer-disconnected");
  const again = new Client();
  await again.connected();
  again.emit("resume", { resumeToken: refreshed.started.resumeToken });
  result.resumed = await again.next("resumed");
  result.peerBack = await desk.next("peer-rejoined");
  again.emit("resume", { resumeToken: "x".repeat(43) });
  result.resumeError = await again.next("resume-error");
  again.emit("end-call", { callId: refreshed.callId });
  result.resumedEnd = await desk.next("call-ended");

  desk.emit("set-status", { status: "away" });
  const isAway = ({ id, status }) => id === success.staff.id && status === "away";
  do {
    result.awayList = await second.next("staff-list-updated");
  } while (!result.awayList.staff.some(isAway));
  result.signOut = await desk.ask("sign-out", {});
  for (const client of [desk, visitor, outsider, rejected.visitor, cancelled.visitor, second, handed.visitor, again]) {
    client.socket.disconnect();
  }
  return result;
}

flow().then(
  (result) => {
    process.stdout.write(JSON.stringify(result), () => process.exit(0));
  },
  (error) => {
    process.stderr.write(`${error.stack}\n`, () => process.exit(1));
  },
);
