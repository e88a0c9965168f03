/** Local times, time zones, and times in words. No document, no imports: tested under Node. */

const MINUTE = 60_000;

/** The viewer's IANA time zone. */
export function zoneName() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "your local time zone";
}

/** The viewer's offset at an instant, as in `GMT+5:30`. */
export function offsetLabel(date) {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) {
    return "GMT";
  }
  const [hours, rest] = split(Math.abs(minutes));
  return `GMT${sign(minutes)}${hours}${rest === 0 ? "" : `:${pad(rest)}`}`;
}

/** An instant as RFC 3339 with the viewer's offset. */
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
 * Reads the value of a datetime-local field as a time of the viewer's zone.
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
  if (year < 100) {
    // The constructor takes these years for the twentieth century.
    date.setFullYear(year, month - 1, day);
  }
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

/** An instant in words, in the viewer's zone: `Tuesday, 4 August 2026 at 15:30`. */
export function formatWhen(date, languages = preferredLanguages()) {
  const day = new Intl.DateTimeFormat(english(languages), {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return `${day.format(date)} at ${formatTime(date, languages)}`;
}

/** An instant in few words: `Tue, 4 Aug 2026, 15:30 (GMT+2)`. */
export function formatShort(date, languages = preferredLanguages()) {
  const day = new Intl.DateTimeFormat(english(languages), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  return `${day.format(date)}, ${formatTime(date, languages)} (${offsetLabel(date)})`;
}

/** A day in words, seen from now: `Today`, `Tomorrow`, `Tuesday, 4 August`. */
export function formatDay(date, now, languages = preferredLanguages()) {
  const days = Math.round((midnight(date) - midnight(now)) / (1440 * MINUTE));
  if (days >= -1 && days <= 1) {
    return ["Yesterday", "Today", "Tomorrow"][days + 1];
  }
  return new Intl.DateTimeFormat(english(languages), {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(date.getFullYear() !== now.getFullYear() && { year: "numeric" }),
  }).format(date);
}

/** A period in words: `15:00 – 15:30`, with the day of its end where that is another one. */
export function formatPeriod(start, minutes, languages = preferredLanguages()) {
  return `${formatTime(start, languages)} – ${formatEnd(start, minutes, languages)}`;
}

/** The end of a period in words: `15:30`, with its day where that is another one. */
export function formatEnd(start, minutes, languages = preferredLanguages()) {
  return formatFrom(start, new Date(start.getTime() + minutes * MINUTE), languages);
}

/** A time of day, with its day where that is another one than the day of `from`. */
export function formatFrom(from, date, languages = preferredLanguages()) {
  const time = formatTime(date, languages);
  if (midnight(date) === midnight(from)) {
    return time;
  }
  const day = new Intl.DateTimeFormat(english(languages), {
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  return `${time} (${day.format(date)})`;
}

/** The time of day in the viewer's habit of 12 or 24 hours. */
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

/** The time until a later instant in its largest unit: `in 2 hours`. */
export function roughlyUntil(now, date) {
  const minutes = Math.ceil((date.getTime() - now.getTime()) / MINUTE);
  const size = [1440, 60].find((candidate) => minutes >= candidate) ?? 1;
  return `in ${duration(minutes - (minutes % size))}`;
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

/** Seconds until another try makes sense, in words: `in 15 minutes`. */
export function soon(seconds) {
  const short = `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return seconds < 60 ? short : `in ${duration(Math.ceil(seconds / 60))}`;
}

/** Seconds as a clock that runs down: `4:05`. */
export function countdown(seconds) {
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

/** Replaces RFC 3339 instants inside a sentence by words in the viewer's zone. */
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

// Words are English, whatever the viewer speaks, because the page is.
function english(languages) {
  return languages.find((tag) => /^en\b/i.test(tag)) ?? "en-GB";
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

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
