import assert from "node:assert/strict";
import { test } from "node:test";

import { load, loadKit } from "../../server-kit/assets-tests/support/load.mjs";

const { failureOf } = await loadKit("messages.js");
const { ACTIONS, joinProblem } = await load(new URL("../assets/js/messages.js", import.meta.url));

const answer = (status, more = {}) => ({
  kind: "error",
  status,
  body: null,
  error: "",
  message: "",
  details: [],
  requestId: "request-1",
  retryAfter: null,
  ...more,
});
const lost = (error) => answer(0, { kind: "interrupted", error, requestId: null });

test("the server's title and explanation are shown as sentences", () => {
  const failure = failureOf(
    answer(400, {
      error: "Invalid agent email",
      message: "The specified agent email does not exist",
    }),
    ACTIONS.schedule,
  );

  assert.equal(failure.title, "Invalid agent email");
  assert.equal(failure.text, "The specified agent email does not exist.");
  assert.equal(failure.requestId, null);
});

test("without a title of the server the action has one", () => {
  for (const [action, title] of [
    ["schedule", "Failed to schedule meeting"],
    ["reschedule", "Failed to reschedule meeting"],
    ["cancel", "Failed to cancel meeting"],
  ]) {
    assert.equal(failureOf(answer(400), ACTIONS[action]).title, title);
  }
});

test("an explanation that repeats the title is left out", () => {
  const failure = failureOf(answer(404, { error: "Gone", message: "Gone" }), ACTIONS.cancel);

  assert.equal(failure.text, "");
});

test("a failure of the server carries the request id to quote", () => {
  assert.equal(failureOf(answer(502), ACTIONS.schedule).requestId, "request-1");
});

test("a wait is told in words", () => {
  for (const [seconds, words] of [
    [1, "Please try again in 1 second."],
    [59, "Please try again in 59 seconds."],
    [90, "Please try again in 2 minutes."],
    [900, "Please try again in 15 minutes."],
  ]) {
    const failure = failureOf(answer(429, { retryAfter: seconds }), ACTIONS.schedule);
    assert.equal(failure.text, words);
  }
});

test("a lost answer is a network error that says whether repeating does harm", () => {
  const failure = failureOf(lost("Failed to fetch"), ACTIONS.schedule);

  assert.equal(failure.title, "Network error: Failed to fetch");
  assert.match(failure.text, /will not be scheduled twice/);
});

test("a refused join begins as documented, once", () => {
  for (const [given, words] of [
    [
      answer(502, { error: "Failed to join meeting: Authentication failed" }),
      "Failed to join meeting: Authentication failed",
    ],
    [
      answer(409, { error: "No full URL available for the agent" }),
      "No full URL available for the agent",
    ],
    [answer(404, { error: "Meeting not found" }), "Failed to join meeting: Meeting not found"],
    [answer(500), "Failed to join meeting: status 500"],
    [lost("Failed to fetch"), "Failed to join meeting: Failed to fetch"],
    [lost(""), "Failed to join meeting: Network error occurred"],
  ]) {
    assert.equal(joinProblem(given), words);
  }
});
