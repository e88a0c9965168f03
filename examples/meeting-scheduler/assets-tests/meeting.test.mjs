import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";
import { inZone } from "../../server-kit/assets-tests/support/zone.mjs";

const { changes, compare, factsOf, mergeSchedules, readMeeting, titleOf } = await load(
  new URL("../assets/js/meeting.js", import.meta.url),
);
const { byDay, coming, horizon, strip } = await load(
  new URL("../assets/js/days.js", import.meta.url),
);

const START = Date.UTC(2026, 7, 4, 13, 0);

const schedule = (more = {}) => ({
  _id: "schedule-1",
  active: true,
  date: START,
  duration: 30,
  visitor: { name: "John Doe", meetingUrl: "https://vendor.example.com/v" },
  agent: { name: "Agent Smith", meetingUrl: "https://vendor.example.com/a" },
  ...more,
});
const meeting = (more) => readMeeting(schedule(more));
const at = (hour, minutes = 0) => new Date(2026, 7, 4, hour, minutes).getTime();

test("times are read as milliseconds and as ISO text", () => {
  for (const date of [START, String(START), ` ${START} `, "2026-08-04T13:00:00.000Z"]) {
    assert.equal(meeting({ date }).start.getTime(), START);
  }
});

test("a schedule without an id or a time is no meeting", () => {
  for (const more of [{ _id: undefined }, { date: undefined }, { date: "soon" }]) {
    assert.equal(meeting(more), null);
  }
  assert.equal(readMeeting(null), null);
});

test("what is missing is empty", () => {
  const read = meeting({ visitor: undefined, agent: null });

  assert.deepEqual(read.visitor, { name: "", email: "", phone: "", subject: "" });
  assert.equal(read.agentName, "");
  assert.equal(titleOf(read), "Untitled meeting");
});

test("the agent's address is the short one, else the full one", () => {
  assert.equal(meeting().agentUrl, "https://vendor.example.com/a");
  assert.equal(
    meeting({ agent: { fullUrl: "https://vendor.example.com/f" } }).agentUrl,
    "https://vendor.example.com/f",
  );
});

test("numbers where texts are expected are shown as texts", () => {
  const read = meeting({ visitor: { phone: 15551234567 }, duration: "45" });

  assert.equal(read.visitor.phone, "15551234567");
  assert.equal(read.duration, 45);
});

test("only what differs is sent", () => {
  const saved = meeting();
  const visitor = { ...saved.visitor, subject: "Demo" };

  assert.deepEqual(changes(saved, meeting()), {});
  assert.deepEqual(changes({ ...saved, duration: 45 }, saved), { duration: 45 });
  assert.deepEqual(changes({ ...saved, visitor }, saved), {
    visitor: { subject: "Demo" },
  });
  assert.deepEqual(changes({ ...saved, visitor: { ...saved.visitor, name: "" } }, saved), {
    visitor: { name: "" },
  });
  assert.deepEqual(changes({ ...saved, start: new Date(START + 60_000) }, saved), {
    date: START + 60_000,
  });
});

test("what was read goes to the server exactly as it was received", () => {
  const visitor = { name: " John Doe ", email: null, phone: 15551234567, subject: "" };
  const read = { date: "2026-08-04T13:00:00.000+00:00", duration: "30", visitor };

  assert.deepEqual(factsOf(schedule({ ...read, visitor: { ...visitor, pin: "1" } })), read);
  for (const missing of [undefined, null]) {
    const facts = factsOf(schedule({ visitor: missing }));
    assert.deepEqual(JSON.parse(JSON.stringify(facts)), { date: START, duration: 30, visitor: {} });
  }
});

test("two versions are compared row by row", () => {
  const saved = meeting();
  const rows = compare({ ...saved, duration: 60 }, saved);

  assert.deepEqual(
    rows.filter(({ differs }) => differs),
    [{ label: "Duration", mine: "1 hour", saved: "30 minutes", differs: true }],
  );
  assert.deepEqual(
    rows.map(({ label }) => label),
    ["Start", "Duration", "Title", "Name", "Email", "Phone"],
  );
});

test("a partial answer keeps what was known", () => {
  const merged = mergeSchedules(schedule(), { _id: "schedule-1", visitor: { name: "Jane Doe" } });

  assert.equal(merged.visitor.name, "Jane Doe");
  assert.equal(merged.visitor.meetingUrl, "https://vendor.example.com/v");
  assert.equal(merged.agent.name, "Agent Smith");
});

test("what was cleared stays cleared when the answer leaves it out", () => {
  const known = schedule({ visitor: { name: "John Doe", phone: "1" } });
  const answered = mergeSchedules({ visitor: { phone: "" } }, { _id: "schedule-1", visitor: {} });

  assert.deepEqual(mergeSchedules(known, answered).visitor, { name: "John Doe", phone: "" });
});

test("the list goes 30 days ahead", () => {
  assert.equal(horizon(new Date(START)).toISOString(), "2026-09-03T13:00:00.000Z");
});

test("coming meetings are active, not over, and in order", () => {
  const now = new Date(START);
  const meetings = [
    meeting({ _id: "later", date: START + 3_600_000 }),
    meeting({ _id: "under way", date: START - 600_000 }),
    meeting({ _id: "over", date: START - 1_800_000 }),
    meeting({ _id: "cancelled", active: false }),
    meeting({ _id: "without a flag", active: undefined, date: START + 60_000 }),
  ];

  assert.deepEqual(
    coming(meetings, now).map(({ id }) => id),
    ["under way", "without a flag", "later"],
  );
});

test("meetings are grouped by the viewer's day", () => {
  const around = [
    meeting({ _id: "before", date: Date.UTC(2026, 7, 4, 21, 59) }),
    meeting({ _id: "after", date: Date.UTC(2026, 7, 4, 22, 0) }),
  ];

  inZone("Europe/Rome", () => assert.equal(byDay(around).length, 2));
  inZone("UTC", () => assert.equal(byDay(around).length, 1));
});

test("meetings at the same time have lanes of their own", () => {
  const { bars, lanes } = strip([
    meeting({ date: at(9), duration: 60 }),
    meeting({ date: at(9, 30), duration: 60 }),
    meeting({ date: at(10), duration: 30 }),
  ]);

  assert.deepEqual(
    bars.map(({ lane }) => lane),
    [0, 1, 0],
  );
  assert.equal(lanes, 2);
  assert.equal(bars[0].left, 9 / 24);
  assert.ok(Math.abs(bars[0].width - 1 / 24) < 1e-9);
});

test("a meeting beyond midnight ends with the strip", () => {
  const { bars } = strip([meeting({ date: at(18), duration: 1440 })]);

  assert.equal(bars[0].left + bars[0].width, 1);
});
