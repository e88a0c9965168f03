import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./support/load.mjs";

const { Attempt, isUnderWay, randomUuid } = await load("attempt.js");

const CONTENT = { body: { duration: 30 } };
const answer = (status, body = null) => ({ kind: "error", status, body, retryAfter: null });

/** Whether a repeated press sends the same key after this answer. */
function isRepeated(given, next = CONTENT) {
  const attempt = new Attempt();
  const key = attempt.keyFor(CONTENT);
  attempt.answered(given);
  return attempt.keyFor(next) === key;
}

test("a key is forgotten when the server has said how the try ended", () => {
  for (const given of [
    { ...answer(201, { _id: "1" }), kind: "ok" },
    answer(400),
    answer(404),
    answer(422),
    answer(500, { error: "x", requestId: "request-1" }),
    answer(502, { error: "x", requestId: "request-1" }),
  ]) {
    assert.equal(isRepeated(given), false, String(given.status));
  }
});

test("a key is kept while nobody knows how the try ended", () => {
  for (const given of [
    { ...answer(0), kind: "interrupted" },
    answer(401, { requestId: "request-1" }),
    answer(408),
    answer(409, { requestId: "request-1" }),
    answer(413),
    answer(429, { requestId: "request-1" }),
    answer(502, { error: "Bad gateway" }),
    answer(503, { requestId: "" }),
    answer(504),
  ]) {
    assert.equal(isRepeated(given), true, String(given.status));
  }
});

test("another content has a key of its own", () => {
  assert.equal(isRepeated(answer(504), { body: { duration: 45 } }), false);
});

test("only a 409 that says how long to wait is about an earlier try", () => {
  assert.equal(isUnderWay({ ...answer(409), retryAfter: 0 }), true);
  assert.equal(isUnderWay({ ...answer(409), retryAfter: 2 }), true);
  assert.equal(isUnderWay(answer(409)), false);
  assert.equal(isUnderWay({ ...answer(503), retryAfter: 2 }), false);
});

test("keys are random, also where the browser has no randomUUID", () => {
  const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const { randomUUID } = crypto;
  crypto.randomUUID = undefined;
  try {
    assert.match(randomUuid(), version4);
    assert.notEqual(randomUuid(), randomUuid());
  } finally {
    crypto.randomUUID = randomUUID;
  }
  assert.match(randomUuid(), version4);
});
