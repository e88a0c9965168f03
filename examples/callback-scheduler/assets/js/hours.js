/** Business hours as the visitor sees them. No document, no imports: tested under Node. */

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SPAN = /^([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/i;
const DAY = 1440;

/**
 * Describes business hours in their zone and, where that differs, in the visitor's.
 * @param {string} spec e.g. `Mon-Fri 09:00-17:00,Sat 10:00-13:00`
 * @param {string|null} zone IANA zone of the spec
 * @param {Date} at the instant whose offsets count
 */
export function describeHours(spec, zone, at) {
  const spans = parseHours(spec);
  if (spans === null) {
    return `We call ${spec}${zone === null ? "" : ` (${zone})`}.`;
  }
  const theirs = `We call ${spans.map(format).join("; ")}`;
  const offset = zone === null ? null : zoneOffset(at, zone);
  if (offset === null) {
    return `${theirs}${zone === null ? "" : ` (${zone})`}.`;
  }
  const shift = -at.getTimezoneOffset() - offset;
  if (shift === 0) {
    return `${theirs} (${zone}, the same as your time).`;
  }
  const yours = spans.map((span) => format(shiftSpan(span, shift))).join("; ");
  return `${theirs} (${zone}). In your time: ${yours}.`;
}

/** Reads the spans of a spec; null when it is written in another way. */
export function parseHours(spec) {
  const spans = spec.split(",").map((part) => parseSpan(part.trim()));
  return spans.includes(null) ? null : spans;
}

/** Minutes by which a zone is ahead of UTC at an instant; null for an unknown zone. */
export function zoneOffset(date, zone) {
  try {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    }).formatToParts(date);
    const part = (type) => Number(parts.find((found) => found.type === type)?.value);
    const local = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
    );
    return Math.round((local - Math.floor(date.getTime() / 60_000) * 60_000) / 60_000);
  } catch {
    return null;
  }
}

function parseSpan(text) {
  const match = SPAN.exec(text);
  if (match === null) {
    return null;
  }
  const from = DAYS.indexOf(match[1].toLowerCase());
  const to = match[2] === undefined ? from : DAYS.indexOf(match[2].toLowerCase());
  const [startHour, startMinute, endHour, endMinute] = match.slice(3).map(Number);
  if (from < 0 || to < 0) {
    return null;
  }
  return { from, to, start: startHour * 60 + startMinute, end: endHour * 60 + endMinute };
}

function shiftSpan(span, minutes) {
  const days = Math.floor((span.start + minutes) / DAY);
  return {
    from: wrapDay(span.from + days),
    to: wrapDay(span.to + days),
    start: span.start + minutes - days * DAY,
    end: span.end + minutes - days * DAY,
  };
}

function format({ from, to, start, end }) {
  const days = from === to ? NAMES[from] : `${NAMES[from]}–${NAMES[to]}`;
  const until = end > DAY ? `${clock(end - DAY)} the next day` : clock(end);
  return `${days} ${clock(start)}–${until}`;
}

function wrapDay(day) {
  return ((day % 7) + 7) % 7;
}

function clock(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
