import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";

const words = await load(new URL("../assets/js/bridge/words.js", import.meta.url));

test("each day's first message has the day in front of it, seen from the demo's clock", () => {
  const messages = [
    { id: "1", at: "2026-11-30T10:00:00" },
    { id: "2", at: "2026-11-30T11:00:00" },
    { id: "3", at: "2026-12-01T11:00:00" },
  ];

  const shown = words.withDays(messages, "2026-12-01T12:00:00");

  assert.deepEqual(
    shown.map(({ id, day }) => day ?? id),
    ["Yesterday", "1", "2", "Today", "3"],
  );
  assert.equal(new Set(shown.map(({ id }) => id)).size, 5);
});

test("a name becomes two letters", () => {
  assert.equal(words.initials("Robin Example"), "RE");
  assert.equal(words.initials("ada maria placeholder"), "AM");
  assert.equal(words.initials("🙂"), "🙂");
  assert.equal(words.initials(""), "?");
});

test("numbers of North America are written with spaces, others as they are", () => {
  assert.equal(words.numberOf("12025550147"), "+1 202 555 0147");
  assert.equal(words.numberOf("+12025550147"), "+1 202 555 0147");
  assert.equal(words.numberOf("447700900123"), "447700900123");
});
