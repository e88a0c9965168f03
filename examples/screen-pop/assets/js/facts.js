/** A case as a list of names and values. */

import { make } from "../../kit/js/dom.js";
import { factsOf, statusClass, statusOf } from "./locale.js";

/** What is known of a case. */
export function factList(words, match) {
  const rows = factsOf(words, match).map(({ name, label, value }) =>
    make("div", "", make("dt", "", label), make("dd", { data: { fact: name } }, shown(name, value))),
  );
  return make("dl", "facts", ...rows);
}

/** How a case stands. */
export function statusBadge(words, match) {
  const status = match.case?.status;
  return make("span", statusClass(status), statusOf(words, status));
}

/** Who a case is about. */
export function nameOf(words, match) {
  return match.patient?.name || words.nameless;
}

function shown(name, value) {
  if (name === "email") {
    return make("a", { href: `mailto:${encodeURIComponent(value).replace("%40", "@")}` }, value);
  }
  return name.endsWith("phone") ? make("a", { href: `tel:${value.replace(/[^\d+]/g, "")}` }, value) : value;
}
