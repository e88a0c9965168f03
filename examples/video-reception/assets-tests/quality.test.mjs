import assert from "node:assert/strict";
import { test } from "node:test";

import { own } from "./support/own.mjs";

const { qualityOf, qualityText, reportOf, sampleOf } = await own("call/quality.js");

const REPORT = [
  { type: "inbound-rtp", packetsReceived: 900, packetsLost: 10, bytesReceived: 100_000, framesDecoded: 30, jitter: 0.01 },
  { type: "inbound-rtp", packetsReceived: 100, packetsLost: -2, bytesReceived: 8000, jitter: 0.02 },
  { type: "transport", selectedCandidatePairId: "p2" },
  { id: "p1", type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 9 },
  { id: "p2", type: "candidate-pair", currentRoundTripTime: 0.045, localCandidateId: "l", remoteCandidateId: "r" },
  { id: "l", type: "local-candidate", candidateType: "prflx" },
  { id: "r", type: "remote-candidate", candidateType: "host" },
];

const sample = (more) => ({ at: 0, received: 0, lost: 0, bytes: 0, frames: 0, rttMs: 20, jitterMs: 5, pathType: "host", ...more });

test("a report of the browser becomes a sample", () => {
  assert.deepEqual(sampleOf(REPORT, 1000), {
    at: 1000,
    received: 1000,
    lost: 8,
    bytes: 108_000,
    frames: 30,
    rttMs: 45,
    jitterMs: 20,
    pathType: "srflx",
  });
});

test("a report without anything is a sample without anything", () => {
  const empty = sampleOf([], 0);
  assert.deepEqual([empty.received, empty.rttMs, empty.jitterMs, empty.pathType], [0, null, null, null]);
});

test("a relay at either end is a relayed path, and Firefox marks the pair itself", () => {
  const pair = { type: "candidate-pair", selected: true, localCandidateId: "l", remoteCandidateId: "r" };
  const ends = (local, remote) => [pair, { id: "l", candidateType: local }, { id: "r", candidateType: remote }];
  for (const [local, remote, path] of [
    ["host", "host", "host"],
    ["srflx", "host", "srflx"],
    ["host", "relay", "relay"],
    ["relay", "prflx", "relay"],
  ]) {
    assert.equal(sampleOf(ends(local, remote), 0).pathType, path, `${local} ${remote}`);
  }
});

test("a level is what people notice", () => {
  for (const [now, level] of [
    [{ received: 100 }, "good"],
    [{ received: 97, lost: 3 }, "fair"],
    [{ received: 90, lost: 10 }, "poor"],
    [{ received: 100, rttMs: 300 }, "fair"],
    [{ received: 100, rttMs: 600 }, "poor"],
    [{ received: 100, jitterMs: 50 }, "fair"],
    [{ received: 100, jitterMs: 150 }, "poor"],
    [{ received: 100, rttMs: null, jitterMs: null }, "good"],
    [{}, "unknown"],
  ]) {
    assert.equal(qualityOf(sample({}), sample({ at: 2000, ...now })).level, level, JSON.stringify(now));
  }
  assert.match(qualityText("poor").advice, /Wi-Fi/);
  assert.equal(qualityText("other").short, qualityText("unknown").short);
});

test("rates are per second, and counters that go back are nothing", () => {
  const quality = qualityOf(sample({ bytes: 1000, frames: 10 }), sample({ at: 2000, bytes: 251_000, frames: 70, received: 10 }));
  assert.deepEqual([quality.kbps, quality.fps, quality.lossPercent], [1000, 30, 0]);

  const back = qualityOf(sample({ bytes: 900, lost: 9, received: 90 }), sample({ at: 2000 }));
  assert.deepEqual([back.kbps, back.lossPercent, back.level], [0, 0, "unknown"]);
});

test("the server is told the means of the whole call", () => {
  assert.deepEqual(reportOf(sample({}), sample({ at: 9000, received: 195, lost: 5, rttMs: 31, pathType: "relay" }), 412.6), {
    pathType: "relay",
    setupMs: 413,
    lossPercent: 2.5,
    rttMs: 31,
  });
});
