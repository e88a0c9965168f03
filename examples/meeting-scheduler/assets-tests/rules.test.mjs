import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";

const rules = await load(new URL("../assets/js/rules.js", import.meta.url));

test("durations at the limits pass, beyond them and text do not", () => {
  const rule = rules.durationRule({ min: 15, max: 1440 });

  for (const value of ["15", " 30 ", "1440"]) {
    assert.equal(rule(value), null, value);
  }
  for (const value of ["0", "14", "1441", "999999"]) {
    assert.equal(rule(value), "Duration must be from 15 to 1440 minutes", value);
  }
  for (const value of ["abc", "30.5", "-30", "3e1", "30 min", "1234567"]) {
    assert.equal(rule(value), "Enter whole minutes, in digits", value);
  }
  assert.equal(rule(""), "Enter the duration in minutes");
});

test("optional fields may be empty", () => {
  for (const rule of [rules.textRule, rules.emailRule, rules.phoneRule]) {
    assert.equal(rule(""), null);
    assert.equal(rule("  "), null);
  }
});

test("texts are counted in characters, not in UTF-16 units", () => {
  assert.equal(rules.textRule("😀".repeat(200)), null);
  assert.equal(rules.textRule("x".repeat(201)), "Remove 1 character: at most 200 are possible");
  assert.equal(rules.textRule("x".repeat(203)), "Remove 3 characters: at most 200 are possible");
});

test("control characters are refused in texts, markup is not", () => {
  assert.notEqual(rules.textRule("a\u0007b"), null);
  assert.equal(rules.textRule("<b>Please update</b> my address"), null);
});

test("e-mail addresses have their shape", () => {
  for (const value of ["john.doe@example.com", "a@b", "ünï@example.com"]) {
    assert.equal(rules.emailRule(value), null, value);
  }
  for (const value of ["x", "@example.com", "a@", "a@b@c", "a b@example.com"]) {
    assert.notEqual(rules.emailRule(value), null, value);
  }
});

test("numbers are taken as people write them", () => {
  for (const value of ["+1-555-123-4567", "+1 (202) 555-0147", "0202/555.0147", "1".repeat(32)]) {
    assert.equal(rules.phoneRule(value), null, value);
  }
  for (const value of ["abc", "+", "555-CALL", "1".repeat(33)]) {
    assert.notEqual(rules.phoneRule(value), null, value);
  }
});
