import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";

const { nameRule, phoneRule, subjectRule, whenProblem } = await load(
  new URL("../assets/js/rules.js", import.meta.url),
);

test("a name has 1 to 100 characters of any script", () => {
  const rule = nameRule("first name");

  for (const name of ["Zoë", "王", "x".repeat(100), "👩".repeat(100)]) {
    assert.equal(rule(name), null, name);
  }
  assert.equal(rule(" "), "Enter your first name");
  assert.equal(rule("x".repeat(101)), "Use at most 100 characters");
  assert.match(rule("a\u0007b"), /control characters/);
});

test("a number has digits and no letters", () => {
  assert.equal(phoneRule("+1 (202) 555-0147"), null);
  assert.equal(phoneRule(""), "Enter your phone number");
  assert.match(phoneRule("call me"), /without letters/);
  assert.match(phoneRule("+"), /with digits/);
  for (const pasted of ["\u202d+1 (202) 555-0161\u202c", "tel:+12025550161", "\uff12\uff10\uff12"]) {
    assert.equal(phoneRule(pasted), null, pasted);
  }
});

test("a subject is optional and has 200 characters at most", () => {
  assert.equal(subjectRule(""), null);
  assert.equal(subjectRule("x".repeat(200)), null);
  assert.equal(subjectRule("x".repeat(203)), "Remove 3 characters");
});

test("a call is in the future and within the days that can be booked", () => {
  const now = new Date("2026-08-04T12:00:00Z");

  assert.equal(whenProblem(new Date("2026-08-05T12:00:00Z"), now, 30), null);
  assert.equal(whenProblem(now, now, 30), "Choose a time in the future");
  assert.match(whenProblem(new Date("2026-09-04T12:00:00Z"), now, 30), /next 30 days/);
});
