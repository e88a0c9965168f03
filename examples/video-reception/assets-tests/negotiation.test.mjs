import assert from "node:assert/strict";
import { test } from "node:test";

import { FakePeerConnection } from "./support/fake-peer.mjs";
import { own } from "./support/own.mjs";

const { Negotiation } = await own("call/negotiation.js");

function side(polite, more = {}) {
  const pc = new FakePeerConnection();
  const sent = [];
  const failures = [];
  const negotiation = new Negotiation(pc, {
    polite,
    send: (event, payload) => sent.push([event, payload]),
    failed: (where, error) => failures.push([where, error.name]),
    ...more,
  });
  return { pc, sent, failures, negotiation };
}

/** Brings everything that was sent to the other side, until nobody has anything to say. */
async function deliver(one, other) {
  while (one.sent.length + other.sent.length > 0) {
    for (const [from, to] of [[one, other], [other, one]]) {
      for (const [event, payload] of from.sent.splice(0)) {
        await to.negotiation.receive(event, payload);
      }
    }
  }
}

test("an offer is answered", async () => {
  const [visitor, staff] = [side(false), side(true)];

  await visitor.negotiation.offer();
  await deliver(visitor, staff);

  assert.equal(visitor.pc.remoteDescription.type, "answer");
  assert.equal(staff.pc.remoteDescription.type, "offer");
  assert.deepEqual([visitor.pc.signalingState, staff.pc.signalingState], ["stable", "stable"]);
});

test("of two offers at once the polite side takes its own back", async () => {
  const [visitor, staff] = [side(false), side(true)];

  await Promise.all([visitor.negotiation.offer(), staff.negotiation.offer()]);
  await deliver(visitor, staff);

  assert.equal(visitor.pc.remoteDescription.type, "answer");
  assert.equal(staff.pc.localDescription.type, "answer");
  assert.deepEqual([visitor.failures, staff.failures], [[], []]);
});

test("an offer that arrives while one's own is being made collides, too", async () => {
  const visitor = side(false);
  let go;
  visitor.pc.pause = () => new Promise((resolve) => (go = resolve));

  const offering = visitor.negotiation.offer();
  const receiving = visitor.negotiation.receive("offer", { offer: { type: "offer", sdp: "x" } });
  await new Promise((resolve) => setImmediate(resolve));
  go();
  await Promise.all([offering, receiving]);

  assert.deepEqual(visitor.sent.map(([event]) => event), ["offer"]);
  assert.equal(visitor.pc.remoteDescription, null);
});

test("candidates wait for the description that they belong to, in their order", async () => {
  const staff = side(true);
  const candidates = [{ candidate: "a" }, { candidate: "b" }, null, undefined];

  for (const candidate of candidates) {
    await staff.negotiation.receive("ice-candidate", { candidate });
  }
  assert.deepEqual(staff.pc.candidates, []);
  await staff.negotiation.receive("offer", { offer: { type: "offer", sdp: "x" } });

  assert.deepEqual(staff.pc.candidates, [{ candidate: "a" }, { candidate: "b" }, null, null]);
  assert.deepEqual(staff.failures, []);
});

test("candidates of an offer that was ignored are no failure, others are", async () => {
  const visitor = side(false);
  await visitor.negotiation.offer();
  await visitor.negotiation.receive("answer", { answer: { type: "answer", sdp: "x" } });
  await visitor.negotiation.offer();
  const odd = { candidate: { candidate: "of another offer" } };

  await visitor.negotiation.receive("offer", { offer: { type: "offer", sdp: "late" } });
  await visitor.negotiation.receive("ice-candidate", odd);
  assert.deepEqual(visitor.failures, []);
  await visitor.negotiation.receive("answer", { answer: { type: "answer", sdp: "y" } });
  await visitor.negotiation.receive("ice-candidate", odd);

  assert.deepEqual(visitor.failures, [["ice-candidate", "OperationError"]]);
});

test("an answer that nobody waits for is left aside", async () => {
  const staff = side(true);

  await staff.negotiation.receive("answer", { answer: { type: "answer", sdp: "x" } });

  assert.deepEqual(staff.failures, []);
  assert.equal(staff.pc.remoteDescription, null);
});

test("our tracks are in place before we answer", async () => {
  const order = [];
  const staff = side(true, {
    beforeAnswer: async () => order.push("tracks"),
    send: (event) => order.push(event),
  });

  await staff.negotiation.receive("offer", { offer: { type: "offer", sdp: "x" } });

  assert.deepEqual(order, ["tracks", "answer"]);
});

test("what is malformed is told and nothing stops", async () => {
  const staff = side(true);

  await staff.negotiation.receive("offer", {});
  await staff.negotiation.receive("offer", { offer: { type: "offer", sdp: "x" } });

  assert.equal(staff.failures.length, 1);
  assert.deepEqual(staff.sent.map(([event]) => event), ["answer"]);
});

test("a connection that was given up says nothing any more", async () => {
  const staff = side(true);
  staff.pc.onicecandidate({ candidate: { candidate: "a" } });
  staff.pc.onicecandidate({ candidate: null });

  staff.negotiation.close();
  await staff.negotiation.receive("offer", { offer: { type: "offer", sdp: "x" } });
  await staff.negotiation.offer();

  assert.deepEqual(staff.sent.map(([event]) => event), ["ice-candidate"]);
});
