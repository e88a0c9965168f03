/** One meeting, read from the vendor's schedule object. No document: tested under Node. */

import { duration, formatShort } from "../../kit/js/time.js";

/**
 * @typedef {object} Meeting
 * @property {string} id
 * @property {Date} start
 * @property {number} duration minutes
 * @property {boolean} active
 * @property {{name: string, email: string, phone: string, subject: string}} visitor
 * @property {unknown} visitorUrl unchecked
 * @property {string} agentName
 * @property {unknown} agentUrl unchecked
 */

/** What a form can change. @typedef {Pick<Meeting, "start" | "duration" | "visitor">} Version */

/**
 * Reads a schedule object; null when it has no id or no time.
 * @returns {Meeting | null}
 */
export function readMeeting(schedule) {
  const start = readDate(schedule?.date);
  if (typeof schedule?._id !== "string" || Number.isNaN(start.getTime())) {
    return null;
  }
  const { visitor, agent } = schedule;
  return {
    id: schedule._id,
    start,
    duration: Number(schedule.duration) || 0,
    active: schedule.active !== false,
    visitor: {
      name: text(visitor?.name),
      email: text(visitor?.email),
      phone: text(visitor?.phone),
      subject: text(visitor?.subject),
    },
    visitorUrl: visitor?.meetingUrl,
    agentName: text(agent?.name) || text(agent?.email),
    agentUrl: agent?.meetingUrl ?? agent?.fullUrl,
  };
}

/** Puts the answer to a change over what was known, because an answer may be partial. */
export function mergeSchedules(known, answered) {
  return {
    ...known,
    ...answered,
    visitor: { ...known?.visitor, ...answered?.visitor },
    agent: { ...known?.agent, ...answered?.agent },
  };
}

/** The end of a meeting. */
export function endOf({ start, duration: minutes }) {
  return new Date(start.getTime() + minutes * 60_000);
}

/** A short name: the title, else the visitor's name. */
export function titleOf({ visitor }) {
  return visitor.subject || visitor.name || "Untitled meeting";
}

/**
 * What a form was filled from, exactly as it was received: the server compares it with what is
 * saved now, and what the page makes of it may be tidier.
 */
export function factsOf({ date, duration: minutes, visitor }) {
  const { name, email, phone, subject } = visitor ?? {};
  return { date, duration: minutes, visitor: { name, email, phone, subject } };
}

/**
 * What of `mine` differs from `saved`, in the server's form.
 * @param {Version} mine
 * @param {Version} saved
 */
export function changes(mine, saved) {
  const date = mine.start.getTime();
  const visitor = Object.entries(mine.visitor).filter(([key, text]) => text !== saved.visitor[key]);
  return {
    ...(date !== saved.start.getTime() && { date }),
    ...(mine.duration !== saved.duration && { duration: mine.duration }),
    ...(visitor.length > 0 && { visitor: Object.fromEntries(visitor) }),
  };
}

/**
 * Two versions side by side, in words.
 * @param {Version} mine
 * @param {Version} saved
 * @returns {{label: string, mine: string, saved: string, differs: boolean}[]}
 */
export function compare(mine, saved) {
  const ours = inWords(mine);
  const theirs = inWords(saved);
  return Object.keys(ours).map((label) => ({
    label,
    mine: ours[label],
    saved: theirs[label],
    differs: ours[label] !== theirs[label],
  }));
}

function inWords({ start, duration: minutes, visitor }) {
  return {
    Start: formatShort(start),
    Duration: duration(minutes),
    Title: visitor.subject || "–",
    Name: visitor.name || "–",
    Email: visitor.email || "–",
    Phone: visitor.phone || "–",
  };
}

// Milliseconds, which may be written as a text, or ISO 8601.
function readDate(value) {
  if (typeof value !== "string") {
    return new Date(value ?? Number.NaN);
  }
  const written = value.trim();
  return new Date(/^[+-]?\d+$/.test(written) ? Number(written) : written);
}

// Some numbers, such as those of telephones, are not written as texts.
function text(value) {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}
