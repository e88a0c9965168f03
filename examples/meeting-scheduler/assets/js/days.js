/** Meetings by day, and where they lie on the day's strip. No document: tested under Node. */

import { endOf } from "./meeting.js";

/** How many days ahead the list goes. */
export const DAYS_AHEAD = 30;

const DAY = 1440;

/** The end of the list. */
export function horizon(now) {
  return new Date(now.getTime() + DAYS_AHEAD * DAY * 60_000);
}

/** The meetings that are not over and not cancelled, the earliest first. */
export function coming(meetings, now) {
  return meetings
    .filter((meeting) => meeting.active && endOf(meeting) > now)
    .sort((one, other) => one.start - other.start);
}

/**
 * Sorted meetings by the local day on which they start.
 * @returns {{date: Date, meetings: import("./meeting.js").Meeting[]}[]}
 */
export function byDay(meetings) {
  const days = new Map();
  for (const meeting of meetings) {
    const { start } = meeting;
    const date = new Date(start.getFullYear(), start.getMonth(), start.getDate());
    const day = days.get(date.getTime()) ?? { date, meetings: [] };
    day.meetings.push(meeting);
    days.set(date.getTime(), day);
  }
  return [...days.values()];
}

/**
 * Where the meetings of one day lie, in parts of the day as the clocks show it. Meetings at the
 * same time have lanes of their own; what goes beyond midnight is cut.
 * @returns {{bars: {left: number, width: number, lane: number}[], lanes: number}}
 */
export function strip(meetings) {
  const ends = [];
  const bars = meetings.map(({ start, duration }) => {
    const from = partOfDay(start);
    const to = Math.min(from + duration / DAY, 1);
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = to;
    return { left: from, width: to - from, lane };
  });
  return { bars, lanes: ends.length };
}

/** The time of day as a part of the day. */
export function partOfDay(date) {
  return (date.getHours() * 60 + date.getMinutes()) / DAY;
}
