import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "../../server-kit/assets-tests/support/load.mjs";

const { factsOf, statusClass, statusOf, wordsOf } = await load(
  new URL("../assets/js/locale.js", import.meta.url),
);

const MATCH = {
  case_id: "9",
  patient: {
    name: "Antonio Dorato",
    phone: "+39 06 2222 4444",
    home_phone: "+39 06 22224444",
    cell_phone: "+39 333 222 4444",
  },
  case: { status: "APPUNTAMENTO", clinic: "Centro Oculistico Roma", created_at: "2025-07-08T16:57:06.836704+00:00" },
};

test("a language has words of its own, and English stands in for the rest", () => {
  for (const [locale, language] of [["it", "it"], ["it-IT", "it"], ["IT", "it"], ["en", "en"], ["fr", "en"], ["", "en"]]) {
    assert.equal(wordsOf(locale).locale, language, locale);
  }
});

test("both languages have words for the same things", () => {
  const names = (locale) => Object.keys(wordsOf(locale)).filter((name) => name !== "form").sort();
  assert.deepEqual(names("it"), names("en"));
  assert.deepEqual(Object.keys(wordsOf("it").statuses), Object.keys(wordsOf("en").statuses));
});

test("facts are told in the page's language, without what is absent and without doubles", () => {
  const facts = factsOf(wordsOf("it"), MATCH);

  assert.deepEqual(
    facts.map(({ name, value }) => [name, value]),
    [
      ["clinic", "Centro Oculistico Roma"],
      ["created_at", "8 luglio 2025"],
      ["phone", "+39 06 2222 4444"],
      ["cell_phone", "+39 333 222 4444"],
    ],
  );
  assert.equal(facts[0].label, "Clinica");
});

test("a date that is none is shown as it is", () => {
  const [fact] = factsOf(wordsOf("en"), { case: { created_at: "soon" } });
  assert.equal(fact.value, "soon");
});

test("a status is put into words, one that nobody knows stays", () => {
  assert.equal(statusOf(wordsOf("it"), "APPUNTAMENTO"), "Appuntamento");
  assert.equal(statusOf(wordsOf("en"), "IN_CORSO"), "In progress");
  assert.equal(statusOf(wordsOf("en"), "DIALER"), "DIALER");
  assert.equal(statusOf(wordsOf("en"), undefined), "");
  assert.equal(statusClass("APPUNTAMENTO"), "badge badge--ok");
  assert.equal(statusClass("DIALER"), "badge");
});
