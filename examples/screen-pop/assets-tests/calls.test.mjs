import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";

const { announcementOf, callerOf, gapText, kindOf, listeningText, numberOf } = await load(
  new URL("../assets/js/calls.js", import.meta.url),
);

const HIT = { found: true, patient: { name: "Robin Vale" }, matches: [{}] };
const pop = (more) => ({ source: "genesys", phone: "+12025550147", answer: HIT, ...more });

test("a pop is a hit, a miss, withheld, or not looked up", () => {
  for (const [given, kind] of [
    [pop({}), "hit"],
    [pop({ answer: { found: false } }), "miss"],
    [pop({ answer: { found: false }, phone: "anonymous" }), "withheld"],
    [pop({ answer: { found: false }, phone: "" }), "withheld"],
    [pop({ answer: { found: false }, phone: "٠٦ ٢٢٢٢" }), "miss"],
    [pop({ answer: null }), "unknown"],
  ]) {
    assert.equal(kindOf(given), kind, JSON.stringify(given));
  }
});

test("the caller is the patient, else the number, else nobody knows", () => {
  assert.equal(callerOf(pop({})), "Robin Vale");
  assert.equal(callerOf(pop({ answer: { ...HIT, patient: {} } })), "+12025550147");
  assert.equal(callerOf(pop({ answer: { found: false }, phone: "tel:+39 06" })), "+39 06");
  assert.equal(numberOf(pop({ phone: "sip:anonymous" })), "number withheld");
});

test("a screen reader hears who calls and what there is", () => {
  assert.equal(announcementOf(pop({})), "Incoming call from Robin Vale. One case.");
  assert.equal(
    announcementOf(pop({ answer: { ...HIT, matches: [{}, {}, {}] } })),
    "Incoming call from Robin Vale. 3 cases.",
  );
  assert.match(announcementOf(pop({ answer: { found: false } })), /\+12025550147\. No case yet/);
  assert.equal(announcementOf(pop({ source: "typed" })), "One case.");
  assert.equal(
    announcementOf(pop({ source: "genesys_callback" })),
    "Callback due for Robin Vale. One case.",
  );
});

test("a gap is told with its times, and with one where both look the same", () => {
  const clock = (date) => date.toISOString().slice(11, 19);
  const gap = { since: "2026-11-20T09:00:00Z", until: "2026-11-20T09:00:17Z" };

  assert.match(gapText(gap, clock), /between 09:00:00 and 09:00:17/);
  assert.match(gapText({ ...gap, until: gap.since }, clock), /at 09:00:00/);
});

test("an agent is told why no call pops up", () => {
  assert.match(listeningText("off", true), /No queue/);
  assert.match(listeningText("on", false), /no Genesys Cloud user/);
  assert.match(listeningText("on", true), /by themselves/);
  assert.match(listeningText("lost", true), /down/);
});
