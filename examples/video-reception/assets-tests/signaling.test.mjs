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

function open(content = {}) {
  const store = storage(content);
  const happened = [];
  const socket = new Socket("http://127.0.0.1/socket.io/", { make: (url) => new FakeWebSocket(url), random: () => 1 });
  const line = new Line(socket, tokensOf("visitor", () => store), {
    ready: (resumed) => happened.push(["ready", resumed]),
    lost: (reason) => happened.push(["lost", reason]),
    refused: (message) => happened.push(["refused", message]),
  });
  line.on("offer", () => {});
  line.open();
  FakeWebSocket.last.greets();
  return { line, happened, store, sent: () => FakeWebSocket.last.sent.slice(1) };
}

const event = (name, data) => `42${JSON.stringify([name, data])}`;
const KEY = "video-reception.visitor";

test(
  "a newcomer is ready at once",
  withClock(() => {
    const { happened, sent } = open();

    assert.deepEqual(happened, [["ready", null]]);
    assert.deepEqual(sent(), []);
  }),
);

test(
  "a page that was loaded again asks for its place, and says that it has no connection left",
  withClock(() => {
    const { happened, sent } = open({ [KEY]: "secret" });
    assert.deepEqual(sent(), [event("resume", { resumeToken: "secret" })]);
    assert.deepEqual(happened, []);

    FakeWebSocket.last.says(event("resumed", { newEpoch: true, calls: [] }));

    assert.deepEqual(happened, [["ready", { newEpoch: true, calls: [] }]]);
  }),
);

test(
  "after a loss it tells how much it has had, and sends what was kept meanwhile",
  withClock((tick) => {
    const { line, happened, sent } = open();
    line.given("secret");
    FakeWebSocket.last.says(event("offer", {}));
    FakeWebSocket.last.says(event("staff-list-updated", {}));
    FakeWebSocket.last.breaks();
    line.relay("answer", { callId: "1" });
    tick(500);
    FakeWebSocket.last.greets();
    assert.deepEqual(sent(), [event("resume", { resumeToken: "secret", received: 1 })]);

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

    assert.equal(sent().length, 1);
  }),
);

test(
  "a place that is gone makes a newcomer, and the token that came meanwhile is kept",
  withClock(() => {
    const { line, happened, store } = open({ [KEY]: "old" });
    line.given("new");
    assert.equal(store.kept.get(KEY), "old");

    FakeWebSocket.last.says(event("resume-error", { message: "gone" }));

    assert.deepEqual(happened, [["ready", null]]);
    assert.equal(store.kept.get(KEY), "new");
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
