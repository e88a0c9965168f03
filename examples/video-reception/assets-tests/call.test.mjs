import assert from "node:assert/strict";
import { test } from "node:test";

import { own } from "./support/own.mjs";

const { WORDS } = await own("call/word-list.js");
const { fingerprintOf, wordsOf } = await own("call/words.js");
const { endingOf, lengthText } = await own("call/endings.js");
const { add } = await own("call/messages.js");
const { levelOf } = await own("call/meter.js");
const { veilOf } = await own("call/effects.js");
const { fileName, placed, recordingKind } = await own("call/recording.js");

test("there are 256 words, all different and easy to say", () => {
  assert.equal(WORDS.length, 256);
  assert.equal(new Set(WORDS).size, 256);
  WORDS.forEach((word) => assert.match(word, /^[a-z]{3,9}$/));
});

test("both sides see the same words, whoever offered", async () => {
  const [one, other] = ["sha-256 AA:01", "sha-256 BB:02"];

  const words = await wordsOf(one, other);

  assert.equal(words.length, 6);
  assert.deepEqual(await wordsOf(other, one), words);
  assert.notDeepEqual(await wordsOf(one, "sha-256 BB:03"), words);
});

test("a fingerprint is found in a description, however it is written", () => {
  assert.equal(fingerprintOf("v=0\r\na=fingerprint:sha-256 aa:Bb:01\r\nm=audio"), "sha-256 AA:BB:01");
  assert.equal(fingerprintOf("v=0\r\n"), null);
  assert.equal(fingerprintOf(undefined), null);
});

test("the visitor is told how a call ended and what is left to do", () => {
  const about = { role: "client", name: "Alex", wasLive: false };
  for (const [code, title, ways] of [
    ["declined", /cannot take your call/, ["other", "fallback"]],
    ["busy", /another call/, ["other", "again", "fallback"]],
    ["no-answer", /did not answer/, ["other", "again", "fallback"]],
    ["cancelled", /You cancelled/, ["again", "other"]],
    ["disconnected", /connection was lost/, ["other", "again", "fallback"]],
    ["signed-out", /left the desk/, ["other", "fallback"]],
    ["staff-removed", /not here any more/, ["other", "fallback"]],
    ["server-restarted", /restarted/, ["other", "again", "fallback"]],
    ["something-new", /has ended/, ["other", "again", "fallback"]],
  ]) {
    const ending = endingOf({ code, endedBy: "System", reason: "Because" }, about);
    assert.match(ending.title, title, code);
    assert.deepEqual(ending.ways, ways, code);
  }
});

test("after a talk it is said who ended it", () => {
  const about = { role: "client", name: "Alex", wasLive: true };
  assert.equal(endingOf({ code: "hangup", endedBy: "client" }, about).text, "You ended it.");
  assert.equal(endingOf({ code: "hangup", endedBy: "staff" }, about).text, "Alex ended it.");
  assert.match(endingOf({ code: "transferred" }, { ...about, role: "staff" }).title, /was transferred/);
  assert.equal(lengthText(1), "1 second");
  assert.equal(lengthText(125.6), "2 minutes 5 seconds");
});

test("a message that comes twice is shown once", () => {
  const one = { id: "1", mine: false, text: "hi", at: "" };
  const two = { ...one, id: "2", mine: true };

  assert.deepEqual(add(add(add([], one), two), { ...one }), [one, two]);
});

test("silence is nothing, a full signal is all, and speech is seen", () => {
  assert.equal(levelOf(new Float32Array(8)), 0);
  assert.equal(levelOf([1, -1, 1, -1]), 1);
  const speech = levelOf([0.05, -0.05, 0.05, -0.05]);
  assert.ok(speech > 0.4 && speech < 0.7, String(speech));
});

test("brightness is a veil of white or black, and none in the middle", () => {
  assert.equal(veilOf(0).isNeeded, false);
  assert.match(veilOf(40).fill, /255 255 255 \/ 0.4/);
  assert.match(veilOf(-40).fill, /0 0 0 \/ 0.4/);
  assert.match(veilOf(999).fill, /0.5/);
});

test("a recording is of a kind that the browser writes, and its name tells nobody who talked", () => {
  assert.equal(recordingKind((kind) => kind === "video/mp4"), "video/mp4");
  assert.equal(recordingKind(() => false), null);
  assert.equal(recordingKind(() => undefined), null);
  const at = new Date("2026-11-20T09:20:00Z");
  assert.equal(fileName(at, "video/webm"), "call-2026-11-20T09-20-00.webm");
  assert.equal(fileName(at, "video/mp4"), "call-2026-11-20T09-20-00.mp4");
});

test("a picture is shown whole, in the middle of its place", () => {
  const place = { x: 0, y: 0, width: 1280, height: 720 };
  assert.deepEqual(placed({ width: 640, height: 480 }, place), { x: 160, y: 0, width: 960, height: 720 });
  assert.deepEqual(placed({ width: 100, height: 300 }, { ...place, x: 10 }), { x: 530, y: 0, width: 240, height: 720 });
});
