import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";
import { inZone } from "../../server-kit/assets-tests/support/zone.mjs";

const { describeHours } = await load(new URL("../assets/js/hours.js", import.meta.url));

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
      assert.equal(describeHours("Mon-Fri 09:00-17:00", "Europe/Rome", at), expected);
    });
  }
});

test("business hours that cannot be read are shown as they are", () => {
  const text = describeHours("weekdays", "Europe/Rome", new Date());

  assert.equal(text, "We call weekdays (Europe/Rome).");
});
