/** Local times, time zones, and times in words. No document, no imports: tested under Node. */

const MINUTE = 60_000;

/** The visitor's IANA time zone. */
export function zoneName() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "your local time zone";
}

/** The visitor's offset at an instant, as in `GMT+5:30`. */
export function offsetLabel(date) {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) {
    return "GMT";
  }
  const [hours, rest] = split(Math.abs(minutes));
  return `GMT${sign(minutes)}${hours}${rest === 0 ? "" : `:${pad(rest)}`}`;
}

/** An instant as RFC 3339 with the visitor's offset. */
export function toRfc3339(date) {
  const minutes = -date.getTimezoneOffset();
  const [hours, rest] = split(Math.abs(minutes));
  return `${toLocalInput(date)}:${pad(date.getSeconds())}${sign(minutes)}${pad(hours)}:${pad(rest)}`;
}

/** An instant as the value of a datetime-local field. */
export function toLocalInput(date) {
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${clock(date)}`;
}

/** The next instant at a whole number of `minutes`. */
export function roundUp(date, minutes) {
  const step = minutes * MINUTE;
  return new Date(Math.ceil(date.getTime() / step) * step);
}

/**
 * Reads the value of a datetime-local field as a time of the visitor's zone.
 *
 * `gap`: the clocks skip this time; `date` is where they go on. `ambiguous`: the clocks show this
 * time twice; `date` is the first of the two.
 * @returns {{kind: "malformed"} | {kind: "gap", date: Date} | {kind: "ok", date: Date, ambiguous: boolean}}
 */
export function parseLocal(value) {
  const match = /^(\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(value);
  if (match === null) {
    return { kind: "malformed" };
  }
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  const date = new Date(year, month - 1, day, hour, minute);
  const expected = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}`;
  if (Number.isNaN(date.getTime())) {
    return { kind: "malformed" };
  }
  if (toLocalInput(date) !== expected) {
    return { kind: "gap", date };
  }
  const twin = otherInstant(date);
  if (twin === null) {
    return { kind: "ok", date, ambiguous: false };
  }
  return { kind: "ok", date: twin < date ? twin : date, ambiguous: true };
}

// Clocks that go back show the same local time once more, later by the difference of the offsets.
function otherInstant(date) {
  for (const hours of [3, -3]) {
    const beyond = new Date(date.getTime() + hours * 60 * MINUTE);
    const difference = (beyond.getTimezoneOffset() - date.getTimezoneOffset()) * MINUTE;
    const candidate = new Date(date.getTime() + difference);
    if (difference !== 0 && toLocalInput(candidate) === toLocalInput(date)) {
      return candidate;
    }
  }
  return null;
}

/** An instant in words, in the visitor's zone: `Tuesday, 4 August 2026 at 15:30`. */
export function formatWhen(date, languages = preferredLanguages()) {
  const english = languages.find((tag) => /^en\b/i.test(tag)) ?? "en-GB";
  const day = new Intl.DateTimeFormat(english, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return `${day.format(date)} at ${formatTime(date, languages)}`;
}

/** The time of day in the visitor's habit of 12 or 24 hours. */
export function formatTime(date, languages = preferredLanguages()) {
  const { hourCycle } = new Intl.DateTimeFormat(languages[0], {
    hour: "numeric",
  }).resolvedOptions();
  const twelve = hourCycle === "h12" || hourCycle === "h11";
  if (!twelve) {
    return clock(date);
  }
  const hour = date.getHours() % 12 || 12;
  return `${hour}:${pad(date.getMinutes())} ${date.getHours() < 12 ? "am" : "pm"}`;
}

/** The distance between now and an instant in words: `in 2 hours and 5 minutes`. */
export function distance(now, date) {
  const minutes = Math.round((date.getTime() - now.getTime()) / MINUTE);
  if (minutes === 0) {
    return "now";
  }
  const words = duration(Math.abs(minutes));
  return minutes > 0 ? `in ${words}` : `${words} ago`;
}

/** Whole minutes in words, the two largest units at most. */
export function duration(minutes) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    unit(days, "day"),
    unit(hours, "hour"),
    days > 0 ? "" : unit(minutes % 60, "minute"),
  ];
  return parts.filter((part) => part !== "").join(" and ");
}

/** Replaces RFC 3339 instants inside a sentence by words in the visitor's zone. */
export function localiseInstants(sentence) {
  return sentence.replace(INSTANT, (text) => formatWhen(new Date(text)));
}

/** The first RFC 3339 instant inside a sentence, if any. */
export function findInstant(sentence) {
  const [text] = sentence.match(INSTANT) ?? [];
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g;

function preferredLanguages() {
  return globalThis.navigator?.languages ?? ["en-GB"];
}

function clock(date) {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

function unit(count, name) {
  return count === 0 ? "" : `${count} ${name}${count === 1 ? "" : "s"}`;
}

function split(minutes) {
  return [Math.floor(minutes / 60), minutes % 60];
}

function sign(number) {
  return number < 0 ? "-" : "+";
}

function pad(number) {
  return String(number).padStart(2, "0");
}
