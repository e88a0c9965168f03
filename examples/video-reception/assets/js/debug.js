/**
 * What happens, for whoever looks for a fault: a panel and the console, with `?debug=1` in the
 * address. Names of events and states, never a name, a text, an address or a token.
 */

import { make } from "../../kit/js/dom.js";

const MOST = 200;
const isOn = new URLSearchParams(location.search).has("debug");
const list = make("ol", "debug__list");
const numbers = make("dl", "debug__numbers");

if (isOn) {
  document.body.append(
    make("details", { className: "debug", open: true, id: "debug" }, make("summary", "", "Debug log"), numbers, list),
  );
}

/**
 * @param {string} what such as the name of an event
 * @param {string} detail such as a state
 */
export function log(what, detail = "") {
  if (!isOn) {
    return;
  }
  const line = `${new Date().toISOString().slice(11, 23)} ${what} ${detail}`.trim();
  console.log(`[video reception] ${line}`);
  list.prepend(make("li", "", line));
  while (list.childElementCount > MOST) {
    list.lastElementChild.remove();
  }
}

/** Shows figures of the connection. */
export function figures(values) {
  if (isOn) {
    numbers.replaceChildren(
      ...Object.entries(values).flatMap(([name, value]) => [make("dt", "", name), make("dd", "", String(value ?? "–"))]),
    );
  }
}
