// Run with `node --test examples/callback-scheduler/assets-tests/` (Node 20 or newer).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const hours = await load("hours.js");
const time = await load("time.js");

// The modules are served to browsers without a package.json, so Node would not know their kind.
async function load(name) {
  const source = await readFile(new URL(`../assets/js/${name}`, import.meta.url), "utf8");
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
}

function inZone(zone, run) {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    run();
  } finally {
    if (before === undefined) {
      delete process.env.TZ;
    } else {
      process.env.TZ = before;
    }
  }
}

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

test("what is not a local time is malformed", () => {
  for (const value of ["", "2026-10-25", "25.10.2026 10:00", "2026-10-25 10:00"]) {
    assert.equal(time.parseLocal(value).kind, "malformed", value);
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

test("an instant in words follows the visitor's habits", () => {
  inZone("Europe/Rome", () => {
    const date = new Date("2026-08-04T13:05:00Z");

    assert.match(time.formatWhen(date, ["en-GB"]), /^Tuesday,? 4 August 2026 at 15:05$/);
    assert.equal(time.formatWhen(date, ["en-US"]), "Tuesday, August 4, 2026 at 3:05 pm");
    assert.equal(time.formatTime(new Date("2026-08-03T22:05:00Z"), ["en-US"]), "12:05 am");
    assert.match(time.formatWhen(date, ["it-IT"]), /August 2026 at 15:05$/);
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

test("instants inside a sentence are found and put into local words", () => {
  inZone("Europe/Rome", () => {
    const sentence = "the next free time is 2026-08-04T09:00:00.000Z";

    assert.equal(time.findInstant(sentence).toISOString(), "2026-08-04T09:00:00.000Z");
    assert.match(time.localiseInstants(sentence), /^the next free time is Tuesday.* at /);
    assert.equal(time.findInstant("choose another time"), null);
  });
});

test("rounding up keeps a time that is round already", () => {
  assert.equal(
    time.roundUp(new Date("2026-08-04T12:01:00Z"), 5).toISOString(),
    "2026-08-04T12:05:00.000Z",
  );
  assert.equal(
    time.roundUp(new Date("2026-08-04T12:05:00Z"), 5).toISOString(),
    "2026-08-04T12:05:00.000Z",
  );
});

test("business hours are shown in the visitor's zone, across days too", () => {
  const at = new Date("2026-08-04T12:00:00Z");
  for (const [zone, expected] of [
    ["Europe/Rome", "We call Mon–Fri 09:00–17:00 (Europe/Rome, the same as your time)."],
    [
      "America/New_York",
      "We call Mon–Fri 09:00–17:00 (Europe/Rome). In your time: Mon–Fri 03:00–11:00.",
    ],
    ["Asia/Tokyo", "We call Mon–Fri 09:00–17:00 (Europe/Rome). In your time: Mon–Fri 16:00–24:00."],
    [
      "Pacific/Auckland",
      "We call Mon–Fri 09:00–17:00 (Europe/Rome). In your time: Mon–Fri 19:00–03:00 the next day.",
    ],
    [
      "Pacific/Honolulu",
      "We call Mon–Fri 09:00–17:00 (Europe/Rome). In your time: Sun–Thu 21:00–05:00 the next day.",
    ],
  ]) {
    inZone(zone, () => {
      assert.equal(hours.describeHours("Mon-Fri 09:00-17:00", "Europe/Rome", at), expected);
    });
  }
});

test("business hours that cannot be read are shown as they are", () => {
  const text = hours.describeHours("weekdays", "Europe/Rome", new Date());

  assert.equal(text, "We call weekdays (Europe/Rome).");
});
