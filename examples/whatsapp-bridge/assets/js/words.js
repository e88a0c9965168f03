/** Times and names in words. */

import { make } from "../../kit/js/dom.js";
import { distance, formatShort, formatTime } from "../../kit/js/time.js";

/** A moment, in few words; all of them for whoever points at it. */
export function moment(at) {
  if (!at) {
    return "–";
  }
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday ? clock(date) : formatShort(date);
  return make("time", { dateTime: date.toISOString(), title: formatShort(date) }, text);
}

function clock(date) {
  return `${formatTime(date)}`;
}

/** How long ago something was, on the server's clock. */
export function ago(at, now) {
  return at ? distance(new Date(now), new Date(at)) : "–";
}

/** How far a message is. */
export function status(name) {
  return make("span", { className: "status", data: { status: name } }, name);
}

/** Which way a message goes. */
export function direction(name) {
  return { inbound: "customer → agent", outbound: "agent → customer" }[name] ?? name;
}

/** Bytes as people read them. */
export function bytes(count) {
  if (count === null || count === undefined) {
    return "not known";
  }
  const units = ["bytes", "KB", "MB", "GB"];
  const power = Math.min(3, Math.floor(Math.log(Math.max(count, 1)) / Math.log(1024)));
  const value = count / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

/** Milliseconds as people read them. */
export function millis(value) {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}
