/** Draws the coming meetings: a strip for each day, then its meetings. */

import { make, makeButton } from "../../kit/js/dom.js";
import {
  duration,
  formatDay,
  formatPeriod,
  formatTime,
  offsetLabel,
  roughlyUntil,
} from "../../kit/js/time.js";
import { calendarUrl } from "./api.js";
import { byDay, DAYS_AHEAD, horizon, partOfDay, strip } from "./days.js";
import { endOf, titleOf } from "./meeting.js";

const ACTIONS = [
  ["join", "Join", "button button--small button--accent"],
  ["reschedule", "Reschedule", "button button--small"],
  ["cancel", "Cancel", "button button--small button--danger"],
];
const TICKS = ["00", "06", "12", "18", "24"];

/**
 * The days with their meetings.
 * @param {import("./meeting.js").Meeting[]} meetings sorted
 * @param {Date} now
 * @returns {HTMLElement[]}
 */
export function drawDays(meetings, now) {
  return byDay(meetings).map((day) => {
    const name = formatDay(day.date, now);
    return make(
      "section",
      "day",
      make("h3", "day__name", name),
      drawStrip(day.meetings, name === "Today" ? now : null),
      make("ul", "day__list", ...day.meetings.map((meeting) => drawMeeting(meeting, now))),
    );
  });
}

/** The words for how far away a meeting is. */
export function soonText(meeting, now) {
  if (endOf(meeting) <= now) {
    return "Over";
  }
  return meeting.start <= now ? "Now" : roughlyUntil(now, meeting.start);
}

// Times are in the list below, so the strip is for the eye only.
function drawStrip(meetings, now) {
  const { bars, lanes } = strip(meetings);
  const track = make("div", "strip__track");
  track.style.setProperty("--lanes", String(lanes));
  bars.forEach(({ left, width, lane }, index) => {
    const meeting = meetings[index];
    const title = `${formatTime(meeting.start)} ${titleOf(meeting)}`;
    const bar = make("span", { className: "strip__bar", title });
    bar.style.left = percent(left);
    bar.style.width = percent(width);
    bar.style.setProperty("--lane", String(lane));
    track.append(bar);
  });
  if (now !== null) {
    const line = make("span", "strip__now");
    line.style.left = percent(partOfDay(now));
    track.append(line);
  }
  const ticks = TICKS.map((tick) => make("span", "", tick));
  return make(
    "div",
    { className: "strip", aria: { hidden: "true" } },
    track,
    make("div", "strip__scale", ...ticks),
  );
}

function drawMeeting(meeting, now) {
  const item = make("li", { className: "meeting", data: { id: meeting.id } });

  const starts = { dateTime: meeting.start.toISOString() };
  const time = make(
    "p",
    "meeting__time",
    make("time", starts, formatPeriod(meeting.start, meeting.duration)),
    make("span", "meeting__zone", ` ${offsetLabel(meeting.start)}`),
    make("span", "meeting__length", duration(meeting.duration)),
    make("span", "meeting__soon", soonText(meeting, now)),
  );

  const slot = make("div", { className: "joining", role: "alert" });
  item.append(time, make("h4", "meeting__title", titleOf(meeting)), drawFacts(meeting));
  if (meeting.start > horizon(now)) {
    const note = `Not within the next ${DAYS_AHEAD} days: listed here until you leave this page.`;
    item.append(make("p", "meeting__note", note));
  }
  item.append(drawActions(meeting), slot);
  return item;
}

function drawFacts({ visitor, agentName }) {
  const facts = make("p", "meeting__facts");
  const person = [visitor.subject === "" ? "" : visitor.name, visitor.email, visitor.phone];
  const rows = [
    ["Visitor: ", person.filter((part) => part !== "").join(", ")],
    ["Agent: ", agentName],
  ];
  for (const [name, value] of rows) {
    if (value !== "") {
      facts.append(make("span", "", name, make("strong", "", value)));
    }
  }
  return facts;
}

function drawActions(meeting) {
  const about = `${titleOf(meeting)}, ${formatDay(meeting.start, new Date())} ${formatTime(meeting.start)}`;
  const row = make("div", "meeting__actions");
  for (const [action, label, className] of ACTIONS) {
    const named = { data: { action }, aria: { label: `${label}: ${about}` } };
    row.append(makeButton(className, label, named));
  }
  const calendar = {
    className: "button button--small",
    href: calendarUrl(meeting.id),
    download: "meeting.ics",
    data: { action: "calendar" },
    aria: { label: `.ics calendar file: ${about}` },
  };
  row.append(make("a", calendar, ".ics"));
  return row;
}

function percent(part) {
  return `${(part * 100).toFixed(3)}%`;
}
