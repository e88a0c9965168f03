/** Times and names in words. */

import { formatDay, formatTime } from "../../../kit/js/time.js";

/** A time of day. */
export function timeOf(at) {
  return formatTime(new Date(at));
}

/** A day, seen from the clocks of the demo. */
export function dayOf(at, now) {
  return formatDay(new Date(at), new Date(now));
}

/** The same for messages of the same day. */
export function dayKey(at) {
  return new Date(at).toDateString();
}

/** The messages with an item in front of each day's first. */
export function withDays(messages, now) {
  let day = "";
  return messages.flatMap((message) => {
    const key = dayKey(message.at);
    if (key === day) {
      return [message];
    }
    day = key;
    return [{ id: `day ${key}`, day: dayOf(message.at, now) }, message];
  });
}

/** Two letters for a picture of somebody. */
export function initials(name) {
  const letters = name.split(/\s+/).map((part) => [...part][0] ?? "");
  return letters.slice(0, 2).join("").toUpperCase() || "?";
}

/** A number as people write it. */
export function numberOf(digits) {
  const match = /^1(\d{3})(\d{3})(\d{4})$/.exec(digits.replace(/\D/g, ""));
  return match === null ? digits : `+1 ${match[1]} ${match[2]} ${match[3]}`;
}
