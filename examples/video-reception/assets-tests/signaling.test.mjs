import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeWebSocket, withClock } from "./support/fake-socket.mjs";
import { own } from "./support/own.mjs";

const { Socket } = await own("socket/socket.js");
const { Line } = await own("signaling.js");
const { tokensOf } = await own("resume.js");

function storage(content = {}) {
  const kept = new Map(Object.entries(content));
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

function open(content = {}, signsIn = false) {
  const store = storage(content);
  const happened = [];
  const auth = () => line.greeting;
  const socket = new Socket("http://127.0.0.1/socket.io/", { make: (url) => new FakeWebSocket(url), random: () => 1, auth });
  const hooks = {
    ready: (resumed) => happened.push(["ready", resumed]),
    lost: (reason) => happened.push(["lost", reason]),
    refused: (message) => happened.push(["refused", message]),
  };
  const line = new Line(socket, tokensOf("visitor", () => store), hooks, signsIn);
  line.on("offer", () => {});
  line.open();
  FakeWebSocket.last.greets();
  return { line, happened, store, said: () => JSON.parse(FakeWebSocket.last.sent[0].slice(2)), sent: () => FakeWebSocket.last.sent.slice(1) };
}

const event = (name, data) => `42${JSON.stringify([name, data])}`;
const KEY = "video-reception.visitor";

test(
  "a newcomer is ready at once",
  withClock(() => {
    const { happened, said } = open();

    assert.deepEqual(happened, [["ready", null]]);
    assert.deepEqual(said(), {});
  }),
);

test(
  "a page that was loaded again asks for its place, and says that it has no connection left",
  withClock(() => {
    const { happened, said } = open({ [KEY]: "secret" });
    assert.deepEqual(said(), { resumeToken: "secret" });
    assert.deepEqual(happened, []);

    FakeWebSocket.last.says(event("resumed", { newEpoch: true, calls: [] }));

    assert.deepEqual(happened, [["ready", { newEpoch: true, calls: [] }]]);
  }),
);

test(
  "after a loss it tells how much it has had, and sends what was kept meanwhile",
  withClock((tick) => {
    const { line, happened, said, sent } = open();
    line.given("secret");
    FakeWebSocket.last.says(event("offer", {}));
    FakeWebSocket.last.says(event("staff-list-updated", {}));
    FakeWebSocket.last.breaks();
    line.relay("answer", { callId: "1" });
    tick(500);
    FakeWebSocket.last.greets();
    assert.deepEqual(said(), { resumeToken: "secret", received: 1 });
    assert.deepEqual(sent(), []);

    FakeWebSocket.last.says(event("resumed", { newEpoch: false, calls: [] }));

    assert.deepEqual(sent().at(-1), event("answer", { callId: "1" }));
    assert.deepEqual(happened.map(([name]) => name), ["ready", "lost", "ready"]);
  }),
);

test(
  "what belongs to a connection that is gone is not sent into the new one",
  withClock((tick) => {
    const { line, sent } = open();
    line.given("secret");
    FakeWebSocket.last.breaks();
    line.relay("ice-candidate", { callId: "1" });
    tick(500);
    FakeWebSocket.last.greets();

    FakeWebSocket.last.says(event("resumed", { newEpoch: true, calls: [] }));

    assert.deepEqual(sent(), []);
  }),
);

test(
  "a place that is gone makes a newcomer",
  withClock(() => {
    const { happened, store } = open({ [KEY]: "old" });

    FakeWebSocket.last.says(event("resume-error", { message: "gone" }));

    assert.deepEqual(happened, [["ready", null]]);
    assert.equal(store.kept.size, 0);
  }),
);

test(
  "where people sign in, the server's word for who we are comes first",
  withClock(() => {
    const { line, happened, store } = open({}, true);
    assert.deepEqual(happened, []);

    line.given("new");

    assert.deepEqual(happened, [["ready", null]]);
    assert.equal(store.kept.get(KEY), "new");
  }),
);

test(
  "a place that is taken up again is told by its own token, and then with its calls",
  withClock(() => {
    const { line, happened } = open({ [KEY]: "mine" }, true);

    line.given("mine");
    assert.deepEqual(happened, []);
    FakeWebSocket.last.says(event("resumed", { newEpoch: true, calls: [] }));

    assert.equal(happened.length, 1);
  }),
);

test(
  "nothing but the token is stored, and nothing at all afterwards",
  withClock(() => {
    const { line, store } = open();
    line.given("secret");
    assert.deepEqual([...store.kept], [[KEY, "secret"]]);

    line.forget();

    assert.deepEqual([...store.kept], []);
  }),
);

test("a browser without storage goes on without", () => {
  const tokens = tokensOf("visitor", () => {
    throw new Error("denied");
  });
  assert.equal(tokens.kept(), null);
  tokens.keep("secret");
  assert.equal(tokens.kept(), "secret");
  tokens.forget();
  assert.equal(tokens.kept(), null);
});
