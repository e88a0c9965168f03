/** What the fakes received, newest first. */

import { byId, make, setText } from "../../kit/js/dom.js";
import { isHealthCheck, meaning } from "./steps.js";

const SHOWN = 200;
const list = byId("entries");
const empty = byId("no-entries");
const pause = byId("pause");
const vendors = byId("vendors");
const checks = byId("checks");

/** Key of an entry → its row. */
const rows = new Map();
let held = null;

/** Offers a filter for each vendor. */
export function offerVendors(fakes) {
  for (const { name, title } of fakes) {
    if (vendors.querySelector(`input[value="${CSS.escape(name)}"]`)) {
      continue;
    }
    vendors.append(
      make(
        "label",
        "",
        make("input", { type: "radio", name: "vendor", value: name }),
        make("span", "", shortTitle(title)),
      ),
    );
  }
}

/** Shows an entry, or what became of one that is shown. */
export function show(service, entry, title) {
  if (held) {
    held.push([service, entry, title]);
    setText(pause, `Resume (${new Set(held.map(([s, e]) => `${s}/${e.seq}`)).size} new)`);
    return;
  }
  const key = `${service}/${entry.seq}`;
  const row = rowOf(service, entry, title);
  const known = rows.get(key);
  if (known) {
    row.firstElementChild.open = known.firstElementChild.open;
    const focused = known.contains(document.activeElement);
    known.replaceWith(row);
    if (focused) {
      row.querySelector("summary").focus();
    }
  } else {
    place(row);
  }
  rows.set(key, row);
  trim();
  filter(row);
  empty.hidden = [...rows.values()].some((shown) => !shown.hidden);
}

/** Forgets everything. */
export function reset() {
  rows.clear();
  list.replaceChildren();
  held &&= [];
  empty.hidden = false;
}

/** Puts a row where its time belongs; nearly always at the top. */
function place(row) {
  let next = list.firstElementChild;
  while (next && next.dataset.at > row.dataset.at) {
    next = next.nextElementSibling;
  }
  list.insertBefore(row, next);
}

function trim() {
  while (list.childElementCount > SHOWN) {
    const oldest = list.lastElementChild;
    rows.delete(oldest.dataset.key);
    oldest.remove();
  }
}

function rowOf(service, entry, title) {
  const { label, step } = meaning(service, entry);
  const outcome = outcomeOf(entry);
  const path = decoded(entry.path) + queryOf(entry);
  return make(
    "li",
    {
      data: {
        key: `${service}/${entry.seq}`,
        at: entry.at,
        service,
        check: String(isHealthCheck(service, entry)),
      },
    },
    make(
      "details",
      "",
      make(
        "summary",
        "",
        make("time", { dateTime: entry.at }, clock(entry.at)),
        make("span", { className: "vendor", data: { vendor: service } }, shortTitle(title)),
        make("span", "label", step ? make("span", "step", `step ${step}`) : null, label),
        make("span", { className: "outcome-mark", data: { state: outcome.state } }, outcome.text),
        make("code", "request", make("b", "", entry.method), ` ${path}`),
      ),
      make(
        "div",
        "body",
        make(
          "p",
          "small",
          `Request ${entry.seq} of ${title}. Authorization: ${entry.authorization ?? "none"}.`,
        ),
        entry.body
          ? make("pre", { tabIndex: 0, aria: { label: "Request body" } }, pretty(entry.body))
          : make("p", "small", "No body."),
      ),
    ),
  );
}

function outcomeOf({ status, outcome }) {
  if (outcome === "cut") {
    return { text: "cut", state: "bad" };
  }
  if (status === null) {
    return { text: "waiting", state: "wait" };
  }
  return { text: String(status), state: status < 400 ? "good" : "bad" };
}

function clock(at) {
  const time = new Date(at);
  const two = (number) => String(number).padStart(2, "0");
  const milliseconds = String(time.getMilliseconds()).padStart(3, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`;
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function queryOf({ query }) {
  return query.length ? `?${query.map(([name, value]) => `${name}=${value}`).join("&")}` : "";
}

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function shortTitle(title) {
  return title.replace(/^fake /, "");
}

function filter(row) {
  const wanted = vendors.querySelector("input:checked")?.value ?? "";
  const hiddenCheck = row.dataset.check === "true" && !checks.checked;
  row.hidden = hiddenCheck || (wanted !== "" && row.dataset.service !== wanted);
}

function filterAll() {
  rows.forEach(filter);
  empty.hidden = [...rows.values()].some((row) => !row.hidden);
}

vendors.addEventListener("change", filterAll);
checks.addEventListener("change", filterAll);
byId("clear").addEventListener("click", reset);
pause.addEventListener("click", () => {
  const late = held;
  held = held ? null : [];
  pause.setAttribute("aria-pressed", String(held !== null));
  setText(pause, held ? "Resume" : "Pause");
  late?.forEach((entry) => show(...entry));
});
