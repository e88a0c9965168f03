import assert from "node:assert/strict";
import { test } from "node:test";

import { loadKit } from "./support/load.mjs";

const rules = await loadKit("rules.js");

test("a required field may not be blank", () => {
  const rule = rules.requiredRule("Choose an agent");

  assert.equal(rule(" "), "Choose an agent");
  assert.equal(rule("agent@example.com"), null);
});

test("an instant must be in the future", () => {
  const now = new Date("2026-08-04T12:00:00Z");

  assert.equal(rules.futureRule(new Date("2026-08-04T12:00:01Z"), now), null);
  assert.equal(rules.futureRule(now, now), "Choose a time in the future");
});

test("a text is counted in characters and has no control characters", () => {
  const rule = rules.textRule(3);

  assert.equal(rule(" 😀😀😀 "), null);
  assert.equal(rule("abcd"), "Remove 1 character");
  assert.match(rule("a\u0007"), /control characters/);
});
