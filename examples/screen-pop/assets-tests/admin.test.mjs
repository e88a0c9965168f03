import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";

const { importText, limitText, moment, partOf, reportText, rotatedText, rotationText, stateOf, untilText } = await load(
  new URL("../assets/js/admin/words.js", import.meta.url),
);
const { countRule, emailRule, originRule, phoneRule } = await load(
  new URL("../assets/js/rules.js", import.meta.url),
);

test("an upload is never whole before the server says so", () => {
  assert.equal(partOf(50, 200), 0.25);
  assert.equal(partOf(200, 200), 0.99);
  assert.equal(partOf(0, 0), 0);
});

test("a key is active, rotating, expired or revoked", () => {
  const now = new Date("2026-11-20T09:00:00Z");
  const [before, after] = ["2026-11-19T09:00:00Z", "2026-11-21T09:00:00Z"];
  for (const [key, state] of [
    [{}, "active"],
    [{ expires_at: after, old_until: before }, "active"],
    [{ old_until: after }, "rotating"],
    [{ expires_at: before, old_until: after }, "expired"],
    [{ expires_at: before, revoked_at: before }, "revoked"],
  ]) {
    assert.equal(stateOf(key, now), state, JSON.stringify(key));
  }
  assert.match(untilText({ old_until: after }, "rotating"), /old key works until .*2026/);
  assert.match(untilText({ expires_at: after }, "active"), /expires .*2026/);
  assert.equal(untilText({}, "active"), "");
});

test("a rotation says until when the old key works", () => {
  assert.match(rotationText("IVR", 24), /“IVR”.*24 hours/);
  assert.match(rotationText("IVR", 0), /end at once/);
  assert.match(rotatedText(24), /24 hours/);
  assert.doesNotMatch(rotatedText(0), /hours/);
});

test("an import that ended early does not say that it is done", () => {
  const cut = { state: "cut", done: true, rows: 3, accepted: 3, rejected: [] };

  assert.match(importText(cut), /^It ended before the end of the file: 3 cases of 3 rows/);
});

test("an import says how many rows are in and how many were left out", () => {
  const done = { done: true, rows: 1200, accepted: 1198, rejected: [{}, {}] };

  assert.equal(importText(done), "Done: 1,198 cases of 1,200 rows imported, 2 rows were left out.");
  assert.equal(
    importText({ done: true, rows: 1, accepted: 1, rejected: [] }),
    "Done: 1 case of 1 row imported, no row was left out.",
  );
  assert.equal(importText({ done: false, rows: 2000 }), "2,000 rows read …");
  assert.equal(reportText(done), "2 rows were left out; all others are in.");
  assert.match(reportText({ ...done, rejected_count: 7 }), /7 rows were .* The first 2 are listed/);
});

test("limits and times are put into words", () => {
  assert.equal(limitText(0, "server"), "no limit");
  assert.equal(limitText(1000, "browser"), "1,000 a minute");
  assert.equal(limitText(null, "browser"), "60 a minute");
  assert.equal(moment(null), "never");
  assert.match(moment("2026-11-20T09:00:00Z"), /2026/);
});

test("fields are checked before anything is sent", () => {
  for (const [rule, good, bad] of [
    [phoneRule("Enter a number"), ["+39 06", "tel:06", "０６"], ["", "  ", "anonymous"]],
    [emailRule(), ["", "a@example.com"], ["a", "a@b", "a b@example.com"]],
    [
      originRule(),
      ["https://apps.example.com", "http://localhost:8080/"],
      ["", "apps.example.com", "https://apps.example.com/x", "https://a.example.com?q", "file:///x"],
    ],
    [countRule(0, 1000), ["0", "1000", " 7 "], ["", "-1", "1001", "1.5", "1e2"]],
  ]) {
    good.forEach((value) => assert.equal(rule(value), null, value));
    bad.forEach((value) => assert.notEqual(rule(value), null, value));
  }
});
