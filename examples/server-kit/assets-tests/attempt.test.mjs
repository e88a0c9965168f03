import assert from "node:assert/strict";
import { test } from "node:test";

import { loadKit } from "./support/load.mjs";

const { Attempt, randomUuid } = await loadKit("attempt.js");
const { isUnderWay } = await loadKit("api.js");

const CONTENT = { body: { duration: 30 } };
const BY_SERVER = { error: "x", requestId: "request-1" };
const answer = (status, body = null) => ({ kind: "error", status, body, retryAfter: null });

/** Whether a repeated press sends the same key after this answer. */
async function isRepeated(given, next = CONTENT) {
  const attempt = new Attempt("attempt");
  const key = await attempt.keyFor(CONTENT);
  attempt.answered(given);
  return (await attempt.keyFor(next)) === key;
}

test("a key is forgotten when the server has said how the try ended", async () => {
  for (const given of [
    { ...answer(201, { _id: "1" }), kind: "ok" },
    answer(400, BY_SERVER),
    answer(404, BY_SERVER),
    answer(422, BY_SERVER),
  ]) {
    assert.equal(await isRepeated(given), false, String(given.status));
  }
});

test("a key is kept while nobody knows how the try ended", async () => {
  for (const given of [
    { ...answer(0), kind: "interrupted" },
    answer(401, BY_SERVER),
    answer(408),
    answer(409, BY_SERVER),
    answer(413),
    answer(429, BY_SERVER),
    answer(502, { error: "Bad gateway" }),
    answer(503, { requestId: "" }),
    answer(504),
  ]) {
    assert.equal(await isRepeated(given), true, String(given.status));
  }
});

test("an error of the server itself does not tell that nothing was done", async () => {
  for (const status of [500, 502, 503, 504]) {
    assert.equal(await isRepeated(answer(status, BY_SERVER)), true, String(status));
  }
});

test("what a proxy says in the server's place ends nothing", async () => {
  for (const status of [400, 404, 422]) {
    assert.equal(await isRepeated(answer(status)), true, String(status));
  }
});

test("another content has a key of its own", async () => {
  assert.equal(await isRepeated(answer(504), { body: { duration: 45 } }), false);
});

test("a key that is forgotten on purpose does not come back", async () => {
  const attempt = new Attempt("attempt");
  const key = await attempt.keyFor(CONTENT);

  attempt.forget();

  assert.notEqual(await attempt.keyFor(CONTENT), key);
});

test("a key outlives a reload of the tab, and what was typed is not stored", async () => {
  const stored = new Map();
  const sessionStorage = {
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => stored.set(name, value),
    removeItem: (name) => stored.delete(name),
  };
  Object.defineProperty(globalThis, "sessionStorage", {
    value: sessionStorage,
    configurable: true,
  });

  const key = await new Attempt("attempt").keyFor({ name: "Robin" });
  const reloaded = new Attempt("attempt");

  assert.equal(await reloaded.keyFor({ name: "Robin" }), key);
  assert.ok(![...stored.values()].join().includes("Robin"));
  assert.notEqual(await new Attempt("attempt").keyFor({ name: "Alex" }), key);
  delete globalThis.sessionStorage;
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
