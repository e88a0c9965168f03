import assert from "node:assert/strict";
import { test } from "node:test";

import { own } from "./support/own.mjs";

const { next, START } = await own("visitor/state.js");
const { emailRule, nameRule, purposeRule } = await own("visitor/rules.js");
const { initialsOf, inOrder, statusText } = await own("person.js");

const run = (...events) => events.reduce(next, START);
const CHOSEN = { type: "chosen", staffId: "s1", staffName: "Alex Agent" };
const STARTED = { type: "started", callId: "c1", selectedStaffId: "s1", staffName: "Alex Agent", ringTimeoutSeconds: 20 };
const ACCEPTED = { type: "accepted", callId: "c1", staffName: "Alex Agent" };

test("a call goes from the form to its end", () => {
  const phases = [CHOSEN, STARTED, ACCEPTED, { type: "ended", callId: "c1", code: "hangup" }].reduce(
    (all, event) => [...all, next(all.at(-1), event)],
    [START],
  );

  assert.deepEqual(phases.map(({ phase }) => phase), ["form", "check", "ringing", "call", "over"]);
  assert.equal(phases.at(-1).ended.code, "hangup");
  assert.equal(phases.at(-1).wasLive, true);
  assert.equal(phases[2].ringSeconds, 20);
});

test("what is refused before it rings is told where another try can be made", () => {
  const state = run(CHOSEN, { type: "refused", message: "Alex is away" });

  assert.equal(state.phase, "check");
  assert.equal(state.problem, "Alex is away");
  assert.equal(next(state, STARTED).problem, "");
  assert.equal(run(CHOSEN, STARTED, ACCEPTED, { type: "refused", message: "x" }).phase, "call");
});

test("a call ends once, and another call's events change nothing", () => {
  const talking = run(CHOSEN, STARTED, ACCEPTED);
  for (const event of [
    { type: "ended", callId: "c2" },
    { type: "transferred", callId: "c2", staffName: "x" },
    { type: "accepted", callId: "c2" },
    { type: "unknown" },
  ]) {
    assert.equal(next(talking, event), talking, JSON.stringify(event));
  }
  const over = next(talking, { type: "ended", callId: "c1", code: "hangup" });
  assert.equal(next(over, { type: "ended", callId: "c1", code: "disconnected" }), over);
});

test("a transfer rings at somebody else, who answers", () => {
  const moved = run(CHOSEN, STARTED, ACCEPTED, { type: "transferred", callId: "c1", staffName: "Kim Clark" });
  assert.deepEqual([moved.phase, moved.staffName], ["ringing", "Kim Clark"]);
  assert.equal(next(moved, { ...ACCEPTED, staffName: "Kim Clark" }).phase, "call");
});

test("a page that was loaded again is back in its call, whether it rings or not", () => {
  for (const [live, phase] of [[true, "call"], [false, "ringing"]]) {
    const state = run({ type: "resumed", callId: "c1", live, peerName: "Alex Agent" });
    assert.deepEqual([state.phase, state.staffName, state.wasLive], [phase, "Alex Agent", live]);
  }
});

test("a call that the server has forgotten is over, and a form is left alone", () => {
  assert.equal(run(CHOSEN, STARTED, { type: "gone" }).phase, "over");
  assert.equal(run({ type: "gone" }), START);
});

test("the form asks for a name, an address and a purpose", () => {
  for (const [rule, good, bad] of [
    [nameRule, ["Robin", "李"], ["", "  ", "x".repeat(101)]],
    [emailRule, ["robin@example.com", " a@b.co "], ["", "robin", "robin@example", "a b@example.com"]],
    [purposeRule, ["Ask"], ["", "x".repeat(501)]],
  ]) {
    good.forEach((value) => assert.equal(rule(value), null, value));
    bad.forEach((value) => assert.notEqual(rule(value), null, value));
  }
});

test("people who can be called come first", () => {
  const person = (name, status) => ({ id: name, name, status });
  const staff = [person("Zoe", "away"), person("Kim", "busy"), person("Bo", "available"), person("Al", "available"), person("Xi", "new")];

  assert.deepEqual(inOrder(staff).map(({ name }) => name), ["Al", "Bo", "Kim", "Xi", "Zoe"]);
  assert.deepEqual(["Alex Agent", "alex", " Ann van der Berg ", "", "😀 x"].map(initialsOf), ["AA", "A", "AB", "?", "😀X"]);
  assert.deepEqual(["available", "busy", "new", undefined].map(statusText), ["Available", "In a call", "new", ""]);
});
