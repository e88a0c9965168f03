import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeWebSocket, withClock } from "./support/fake-socket.mjs";
import { own } from "./support/own.mjs";

const { Socket } = await own("socket/socket.js");

function connected(options = {}) {
  const states = [];
  const socket = new Socket("http://127.0.0.1:3000/below/socket.io/", {
    make: (url) => new FakeWebSocket(url),
    random: () => 1,
    ...options,
  });
  socket.onState((state, reason, message) => states.push([state, reason, message].filter(Boolean).join(": ")));
  socket.connect();
  FakeWebSocket.last.greets();
  return { socket, states };
}

test(
  "it connects below a path, says who it is, and answers pings",
  withClock(() => {
    const { socket, states } = connected({ auth: () => ({ as: "visitor" }) });

    FakeWebSocket.last.says("2");

    assert.equal(FakeWebSocket.last.url, "ws://127.0.0.1:3000/below/socket.io/?EIO=4&transport=websocket");
    assert.deepEqual(FakeWebSocket.last.sent, ['40{"as":"visitor"}', "3"]);
    assert.deepEqual(states, ["connecting", "connected"]);
    assert.ok(socket.isConnected);
  }),
);

test("an https page connects by wss", () => {
  const socket = new Socket("https://example.com/socket.io/", { make: (url) => new FakeWebSocket(url) });
  socket.connect();
  assert.ok(FakeWebSocket.last.url.startsWith("wss://example.com/socket.io/?"));
  socket.close();
});

test(
  "a request gets its own answer, whatever the order",
  withClock(async () => {
    const { socket } = connected();

    const [one, two] = [socket.request("a", {}), socket.request("b", {})];
    FakeWebSocket.last.says('431[{"ok":true,"n":2}]');
    FakeWebSocket.last.says('430[{"ok":true,"n":1}]');
    FakeWebSocket.last.says('4399[{"ok":true}]');

    assert.deepEqual([(await one).n, (await two).n], [1, 2]);
  }),
);

test(
  "a request without an answer ends, and so does one without a connection",
  withClock(async (tick) => {
    const { socket } = connected();

    const late = socket.request("a", {});
    tick(10_000);
    const cut = socket.request("b", {});
    FakeWebSocket.last.breaks();
    const down = socket.request("c", {});

    for (const answer of await Promise.all([late, cut, down])) {
      assert.equal(answer.ok, false);
      assert.notEqual(answer.message, "");
    }
  }),
);

test(
  "an event that wants an answer gets what its handler gives",
  withClock(() => {
    const { socket } = connected();
    socket.on("presence-ping", () => ({ here: true }));

    FakeWebSocket.last.says('424["presence-ping",{}]');
    FakeWebSocket.last.says('425["unknown"]');

    assert.deepEqual(FakeWebSocket.last.sent.slice(1), ['434[{"here":true}]', "435[{}]"]);
  }),
);

test(
  "it comes back after a loss, and waits longer each time",
  withClock((tick) => {
    const { states } = connected();

    FakeWebSocket.last.breaks();
    tick(499);
    assert.equal(FakeWebSocket.made.length, 1);
    tick(1);
    FakeWebSocket.last.breaks();
    tick(999);
    assert.equal(FakeWebSocket.made.length, 2);
    tick(1);
    FakeWebSocket.last.greets();

    assert.equal(states.at(-1), "connected");
    assert.equal(states.filter((state) => state === "waiting: connection lost").length, 2);
  }),
);

test(
  "a server that pings no more is given up",
  withClock((tick) => {
    const { states } = connected();

    tick(44_000);
    FakeWebSocket.last.says("2");
    tick(44_999);
    assert.equal(states.at(-1), "connected");
    tick(1);

    assert.equal(states.at(-1), "waiting: no ping in time");
  }),
);

test(
  "an answer that is no greeting is given up, and a connection that was given up is not heard any more",
  withClock((tick) => {
    const { socket, states } = connected();
    let heard = 0;
    socket.on("late", () => {
      heard += 1;
    });
    const old = FakeWebSocket.last;
    old.says("1");
    old.says('42["late"]');
    tick(500);
    FakeWebSocket.last.says("hello");
    tick(15_000);

    assert.equal(heard, 0);
    assert.ok(states.includes("waiting: closed by the server"));
    assert.equal(states.at(-1), "waiting: no connection in time");
  }),
);

test(
  "a refusal is told with its reason, and a page that closes it is left alone",
  withClock((tick) => {
    const { socket, states } = connected();
    FakeWebSocket.last.breaks();
    tick(500);
    FakeWebSocket.last.says('0{"sid":"a","pingInterval":1,"pingTimeout":1}');
    FakeWebSocket.last.says('44{"message":"the token has expired"}');
    assert.equal(states.at(-1), "waiting: refused: the token has expired");

    socket.close();
    tick(60_000);

    assert.equal(FakeWebSocket.made.length, 2);
    assert.equal(states.at(-1), "closed: closed by us");
  }),
);

test(
  "it hurries when the network is back",
  withClock((tick) => {
    const { socket } = connected();
    for (let round = 0; round < 4; round += 1) {
      FakeWebSocket.last.breaks();
      tick(10_000);
    }
    FakeWebSocket.last.breaks();
    const before = FakeWebSocket.made.length;

    socket.hurry();

    assert.equal(FakeWebSocket.made.length, before + 1);
  }),
);
