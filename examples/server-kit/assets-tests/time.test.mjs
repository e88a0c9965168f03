import assert from "node:assert/strict";
import { test } from "node:test";

import { loadKit } from "./support/load.mjs";
import { inZone } from "./support/zone.mjs";

const time = await loadKit("time.js");

test("a time that the clocks skip is a gap, with the time at which they go on", () => {
  inZone("Europe/Rome", () => {
    const parsed = time.parseLocal("2027-03-28T02:30");

    assert.equal(parsed.kind, "gap");
    assert.equal(time.toLocalInput(parsed.date), "2027-03-28T03:30");
  });
});

test("of a time that comes twice the first is taken", () => {
  for (const [zone, local, instant] of [
    ["Europe/Rome", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
    ["Europe/Rome", "2026-10-25T02:00", "2026-10-25T00:00:00.000Z"],
    ["America/New_York", "2026-11-01T01:59", "2026-11-01T05:59:00.000Z"],
    ["Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45:00.000Z"],
  ]) {
    inZone(zone, () => {
      const parsed = time.parseLocal(local);

      assert.deepEqual([parsed.kind, parsed.ambiguous], ["ok", true], zone);
      assert.equal(parsed.date.toISOString(), instant);
    });
  }
});

test("times around a change of the clocks are plain", () => {
  inZone("Europe/Rome", () => {
    for (const local of [
      "2026-10-25T01:59",
      "2026-10-25T03:00",
      "2027-03-28T01:59",
      "2027-03-28T03:00",
    ]) {
      const parsed = time.parseLocal(local);

      assert.deepEqual([parsed.kind, parsed.ambiguous], ["ok", false], local);
      assert.equal(time.toLocalInput(parsed.date), local);
    }
  });
});

test("early years are plain, and no change of the clocks", () => {
  inZone("Europe/Rome", () => {
    for (const local of ["0026-08-04T10:00", "0099-12-31T23:59", "0004-02-29T00:00"]) {
      const parsed = time.parseLocal(local);

      assert.equal(parsed.kind, "ok", local);
      assert.equal(time.toLocalInput(parsed.date), local);
    }
  });
});

test("what is not a local time is malformed", () => {
  for (const value of ["", "2026-10-25", "25.10.2026 10:00", "2026-10-25 10:00"]) {
    assert.equal(time.parseLocal(value).kind, "malformed", value);
  }
});

test("the offset is the one that holds at the instant", () => {
  for (const [zone, instant, label] of [
    ["Europe/Rome", "2026-08-04T13:30:00Z", "GMT+2"],
    ["Europe/Rome", "2026-12-04T14:30:00Z", "GMT+1"],
    ["America/St_Johns", "2026-12-04T19:00:00Z", "GMT-3:30"],
    ["UTC", "2026-12-04T15:30:00Z", "GMT"],
  ]) {
    inZone(zone, () => assert.equal(time.offsetLabel(new Date(instant)), label));
  }
});

test("an instant in words follows the viewer's habits", () => {
  inZone("Europe/Rome", () => {
    const date = new Date("2026-08-04T13:05:00Z");

    assert.match(time.formatWhen(date, ["en-GB"]), /^Tuesday,? 4 August 2026 at 15:05$/);
    assert.equal(time.formatWhen(date, ["en-US"]), "Tuesday, August 4, 2026 at 3:05 pm");
    assert.match(time.formatWhen(date, ["it-IT"]), /August 2026 at 15:05$/);
    assert.match(time.formatShort(date, ["en-GB"]), /^Tue,? 4 Aug 2026, 15:05 \(GMT\+2\)$/);
    assert.equal(time.formatTime(new Date("2026-08-03T22:05:00Z"), ["en-US"]), "12:05 am");
  });
});

test("days near now have their names", () => {
  inZone("Europe/Rome", () => {
    // The clocks go back in the night to the 25th: that day has 25 hours.
    const now = new Date("2026-10-24T21:30:00Z");
    for (const [instant, name] of [
      ["2026-10-23T08:00:00Z", /^Yesterday$/],
      ["2026-10-24T02:00:00Z", /^Today$/],
      ["2026-10-25T22:30:00Z", /^Tomorrow$/],
      ["2026-10-25T23:30:00Z", /^Monday,? 26 October$/],
      ["2027-01-04T09:00:00Z", /^Monday,? 4 January 2027$/],
    ]) {
      assert.match(time.formatDay(new Date(instant), now, ["en-GB"]), name, instant);
    }
  });
});

test("a period beyond midnight names the day of its end", () => {
  inZone("Europe/Rome", () => {
    const start = new Date("2026-08-04T21:30:00Z");

    assert.equal(time.formatPeriod(start, 29, ["en-GB"]), "23:30 – 23:59");
    assert.match(time.formatPeriod(start, 60, ["en-GB"]), /^23:30 – 00:30 \(Wed,? 5 Aug\)$/);
  });
});

test("a later time of another day names that day", () => {
  inZone("Europe/Rome", () => {
    const now = new Date("2026-08-04T15:00:00Z");

    assert.equal(time.formatFrom(now, new Date("2026-08-04T21:00:00Z"), ["en-GB"]), "23:00");
    assert.match(
      time.formatFrom(now, new Date("2026-08-05T16:00:00Z"), ["en-GB"]),
      /^18:00 \(Wed,? 5 Aug\)$/,
    );
  });
});

test("distances have their two largest units", () => {
  const now = new Date("2026-08-04T12:00:00Z");
  for (const [instant, words] of [
    ["2026-08-04T12:00:20Z", "now"],
    ["2026-08-04T12:01:00Z", "in 1 minute"],
    ["2026-08-04T14:05:00Z", "in 2 hours and 5 minutes"],
    ["2026-08-05T13:30:00Z", "in 1 day and 1 hour"],
    ["2026-08-04T11:00:00Z", "1 hour ago"],
  ]) {
    assert.equal(time.distance(now, new Date(instant)), words);
  }
});

test("rough distances have their largest unit and are never zero", () => {
  const now = new Date("2026-08-04T12:00:00Z");
  for (const [instant, words] of [
    ["2026-08-04T12:00:01Z", "in 1 minute"],
    ["2026-08-04T12:59:00Z", "in 59 minutes"],
    ["2026-08-04T13:59:00Z", "in 1 hour"],
    ["2026-08-06T11:59:00Z", "in 1 day"],
    ["2026-08-06T12:00:00Z", "in 2 days"],
  ]) {
    assert.equal(time.roughlyUntil(now, new Date(instant)), words);
  }
});

test("rounding up keeps a time that is round already", () => {
  for (const [instant, rounded] of [
    ["2026-08-04T12:01:00Z", "2026-08-04T12:05:00.000Z"],
    ["2026-08-04T12:05:00Z", "2026-08-04T12:05:00.000Z"],
  ]) {
    assert.equal(time.roundUp(new Date(instant), 5).toISOString(), rounded);
  }
});

test("an instant is written with the offset that holds then", () => {
  for (const [zone, local, written, label] of [
    ["Europe/Rome", "2026-08-04T15:30", "2026-08-04T15:30:00+02:00", "GMT+2"],
    ["Europe/Rome", "2026-12-04T15:30", "2026-12-04T15:30:00+01:00", "GMT+1"],
    ["America/St_Johns", "2026-12-04T15:30", "2026-12-04T15:30:00-03:30", "GMT-3:30"],
    ["UTC", "2026-12-04T15:30", "2026-12-04T15:30:00+00:00", "GMT"],
  ]) {
    inZone(zone, () => {
      const { date } = time.parseLocal(local);

      assert.equal(time.toRfc3339(date), written);
      assert.equal(time.offsetLabel(date), label);
    });
  }
});

test("instants inside a sentence are found and put into local words", () => {
  inZone("Europe/Rome", () => {
    const sentence = "the next free time is 2026-08-04T09:00:00.000Z";

    assert.equal(time.findInstant(sentence).toISOString(), "2026-08-04T09:00:00.000Z");
    assert.match(time.localiseInstants(sentence), /^the next free time is Tuesday.* at /);
    assert.equal(time.findInstant("choose another time"), null);
  });
});

test("a wait is told in seconds or minutes, and runs down as a clock", () => {
  assert.equal(time.soon(1), "in 1 second");
  assert.equal(time.soon(59), "in 59 seconds");
  assert.equal(time.soon(61), "in 2 minutes");
  assert.equal(time.countdown(245), "4:05");
});
