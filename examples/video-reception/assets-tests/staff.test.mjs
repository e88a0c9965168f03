import assert from "node:assert/strict";
import { test } from "node:test";

import { own } from "./support/own.mjs";

const { aboutText, ageText, next, titleOf, withdrawnText } = await own("staff/queue.js");
const { clockText, dayOf, hoursOf, percentText } = await own("home/figures.js");

const call = (callId, at, more = {}) => ({ callId, clientName: callId, purpose: "", timestamp: `2026-11-20T09:${at}Z`, ...more });
const ids = (queue) => queue.map(({ callId }) => callId);

test("the longest wait comes first, and a call is there once", () => {
  const queue = [call("b", "02:00"), call("a", "01:00"), call("b", "02:00", { media: "audio" })].reduce(
    (all, each) => next(all, { type: "rings", call: each }),
    [],
  );

  assert.deepEqual(ids(queue), ["a", "b"]);
  assert.equal(queue[1].media, "audio");
  assert.deepEqual(ids(next(queue, { type: "gone", callId: "a" })), ["b"]);
  assert.equal(next(queue, { type: "unknown" }), queue);
});

test("the list of the server replaces what is there and keeps what only we know", () => {
  const queue = [call("a", "01:00", { media: "none" }), call("b", "02:00")];

  const all = next(queue, { type: "all", calls: [call("c", "00:30"), call("a", "01:00")] });

  assert.deepEqual(ids(all), ["c", "a"]);
  assert.equal(all[1].media, "none");
});

test("it is told how long a call waits, and what else is known of it", () => {
  const now = Date.parse("2026-11-20T09:02:05Z");
  assert.equal(ageText("2026-11-20T09:01:00Z", now), "waiting for 1:05");
  assert.equal(ageText("2026-11-20T09:03:00Z", now), "waiting for 0:00");
  assert.equal(ageText("soon", now), "");
  assert.equal(aboutText({ media: "audio", transferredFrom: "Kim" }), "sound only · transferred by Kim");
  assert.equal(aboutText({ media: "video" }), "");
});

test("a call that leaves the list is accounted for", () => {
  for (const reason of ["answered-elsewhere", "cancelled", "timeout", "transferred"]) {
    assert.match(withdrawnText(reason, "Robin"), /Robin/, reason);
  }
  assert.equal(withdrawnText("new", "Robin"), "");
});

test("the title blinks while something rings", () => {
  assert.equal(titleOf("Desk", [], true), "Desk");
  assert.equal(titleOf("Desk", [call("Robin", "01:00")], true), "● Robin is calling");
  assert.equal(titleOf("Desk", [call("Robin", "01:00")], false), "Desk");
  assert.match(titleOf("Desk", [call("a", "01:00"), call("b", "01:00")], true), /2 calls/);
});

test("the figures of a day are complete, whatever is missing", () => {
  const hours = hoursOf([{ hour: 9, calls: 3, answered: 2 }]);
  assert.equal(hours.labels.length, 24);
  assert.deepEqual(hours.series.map(({ values }) => values[9]), [3, 2]);
  assert.equal(hours.series[0].values[10], 0);
  assert.deepEqual([clockText(65.4), clockText(null), clockText(undefined)], ["1:05", "–", "–"]);
  assert.deepEqual([percentText(1, 3), percentText(0, 0)], ["33 %", "–"]);
  assert.equal(dayOf(new Date("2026-01-05T23:59:00Z")), "2026-01-05");
});
