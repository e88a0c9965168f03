import assert from "node:assert/strict";
import { test } from "node:test";

import { own } from "./support/own.mjs";

const { decode, encodeAck, encodeConnect, encodeEvent } = await own("socket/codec.js");
const { delayOf } = await own("socket/backoff.js");

test("every packet of a server is told apart", () => {
  for (const [frame, packet] of [
    ['0{"sid":"x","pingInterval":25000}', { kind: "open", data: { sid: "x", pingInterval: 25000 } }],
    ["1", { kind: "close" }],
    ["2", { kind: "ping" }],
    ["2probe", { kind: "ping" }],
    ["6", { kind: "noop" }],
    ['40{"sid":"y"}', { kind: "connect", data: { sid: "y" } }],
    ["40", { kind: "connect", data: {} }],
    ["41", { kind: "disconnect" }],
    ['42["offer",{"callId":"1"}]', { kind: "event", id: null, name: "offer", args: [{ callId: "1" }] }],
    ['4212["presence-ping"]', { kind: "event", id: 12, name: "presence-ping", args: [] }],
    ['437[{"ok":true}]', { kind: "ack", id: 7, args: [{ ok: true }] }],
    ["430[]", { kind: "ack", id: 0, args: [] }],
    ['44{"message":"full"}', { kind: "refused", data: { message: "full" } }],
    ['44"no"', { kind: "refused", data: { message: "no" } }],
  ]) {
    assert.deepEqual(decode(frame), packet, frame);
  }
});

test("an odd packet is left aside, and nothing is thrown", () => {
  for (const frame of [
    "",
    "9",
    "0",
    "0[]",
    "4",
    "47[]",
    "42",
    "42{}",
    "42[]",
    "42[7]",
    '42["a"',
    '42/admin,["a"]',
    '451-["file",{"_placeholder":true,"num":0}]',
    "461-3[]",
    "43[1]",
    "433{}",
    '42["unfinished',
    null,
    undefined,
    new ArrayBuffer(4),
  ]) {
    assert.deepEqual(decode(frame), { kind: "odd" }, String(frame));
  }
});

test("texts with line breaks, commas and brackets survive", () => {
  const text = 'a\n"b", [c]/d,\u2028 €';
  const frame = encodeEvent("chat-message", [{ text }], 3);

  assert.deepEqual(decode(frame), { kind: "event", id: 3, name: "chat-message", args: [{ text }] });
  assert.equal(encodeEvent("sign-out", [{}]), '42["sign-out",{}]');
  assert.equal(encodeAck(5, [{}]), "435[{}]");
  assert.equal(encodeConnect({ a: 1 }), '40{"a":1}');
});

test("a client waits longer after each failure, ten seconds at most, never in step with others", () => {
  assert.equal(delayOf(0, 0), 250);
  assert.equal(delayOf(0, 1), 500);
  assert.equal(delayOf(3, 1), 4000);
  for (const attempt of [5, 20, 5000]) {
    assert.equal(delayOf(attempt, 0), 5000);
    assert.equal(delayOf(attempt, 1), 10_000);
  }
});
