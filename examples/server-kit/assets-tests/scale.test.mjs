import assert from "node:assert/strict";
import { test } from "node:test";

import { loadKit } from "./support/load.mjs";

const { labelStep, runsOf, scaleOf, summaryOf } = await loadKit("scale.js");

test("a scale ends at a round number that no value goes beyond", () => {
  for (const [values, ticks] of [
    [[], [0, 1]],
    [
      [0, 0],
      [0, 1],
    ],
    [[1], [0, 0.5, 1]],
    [
      [3, 7],
      [0, 2, 4, 6, 8],
    ],
    [[98], [0, 50, 100]],
    [
      [101, null],
      [0, 50, 100, 150],
    ],
  ]) {
    assert.deepEqual(scaleOf(values).ticks, ticks, String(values));
    assert.equal(scaleOf(values).top, ticks.at(-1));
  }
});

test("a missing value interrupts a line", () => {
  const runs = runsOf([null, 1, 2, undefined, null, 3]);

  assert.deepEqual(
    runs.map((run) => run.map(({ index }) => index)),
    [[1, 2], [5]],
  );
});

test("labels leave each other room", () => {
  assert.equal(labelStep(7, 700), 1);
  assert.equal(labelStep(7, 252), 2);
  assert.equal(labelStep(60, 300), 15);
});

test("a chart is told in a sentence", () => {
  const series = [
    { name: "Booked", values: [3, 9, 4] },
    { name: "Failed", values: [null] },
  ];

  assert.equal(
    summaryOf("Bookings", series),
    "Bookings. Booked: from 3 to 9, last 4. Failed: no values.",
  );
});
