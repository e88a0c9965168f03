/** A number at a glance. */

import { make } from "./dom.js";

/** `state` is `bad` or `warn`, or false. */
export function tile(name, value, state = false) {
  const data = state ? { state } : {};
  return make("dl", { className: "tile", data }, make("dt", "", name), make("dd", "", value));
}
