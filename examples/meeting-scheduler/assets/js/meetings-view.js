/** Draws the coming meetings: a strip for each day, then its meetings. */

import { calendarUrl } from "./api.js";
import { byDay, DAYS_AHEAD, horizon, partOfDay, strip } from "./days.js";
import { make, makeButton } from "./dom.js";
import { endOf, titleOf } from "./meeting.js";
import {
  duration,
  formatDay,
  formatPeriod,
  formatTime,
  offsetLabel,
  roughlyUntil,
} from "./time.js";

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
    const section = make("section", "day");
    const list = make("ul", "day__list");
    list.append(...day.meetings.map((meeting) => drawMeeting(meeting, now)));
    section.append(
      make("h3", "day__name", formatDay(day.date, now)),
      drawStrip(day.meetings, formatDay(day.date, now) === "Today" ? now : null),
      list,
    );
    return section;
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
  const box = make("div", "strip");
  const track = make("div", "strip__track");
  box.setAttribute("aria-hidden", "true");
  track.style.setProperty("--lanes", String(lanes));
  bars.forEach(({ left, width, lane }, index) => {
    const meeting = meetings[index];
    const bar = make("span", "strip__bar");
    bar.style.left = percent(left);
    bar.style.width = percent(width);
    bar.style.setProperty("--lane", String(lane));
    bar.title = `${formatTime(meeting.start)} ${titleOf(meeting)}`;
    track.append(bar);
  });
  if (now !== null) {
    const line = make("span", "strip__now");
    line.style.left = percent(partOfDay(now));
    track.append(line);
  }
  const scale = make("div", "strip__scale");
  scale.append(...TICKS.map((tick) => make("span", "", tick)));
  box.append(track, scale);
  return box;
}

function drawMeeting(meeting, now) {
  const item = make("li", "meeting");
  item.dataset.id = meeting.id;

  const time = make("p", "meeting__time");
  const period = make("time", "", formatPeriod(meeting.start, meeting.duration));
  period.dateTime = meeting.start.toISOString();
  time.append(
    period,
    make("span", "meeting__zone", ` ${offsetLabel(meeting.start)}`),
    make("span", "meeting__length", duration(meeting.duration)),
    make("span", "meeting__soon", soonText(meeting, now)),
  );

  const slot = make("div", "joining");
  slot.setAttribute("role", "alert");
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
      const row = make("span", "", name);
      row.append(make("strong", "", value));
      facts.append(row);
    }
  }
  return facts;
}

function drawActions(meeting) {
  const about = `${titleOf(meeting)}, ${formatDay(meeting.start, new Date())} ${formatTime(meeting.start)}`;
  const row = make("div", "meeting__actions");
  for (const [action, label, className] of ACTIONS) {
    const button = makeButton(className, label);
    button.dataset.action = action;
    button.setAttribute("aria-label", `${label}: ${about}`);
    row.append(button);
  }
  const calendar = make("a", "button button--small", ".ics");
  calendar.href = calendarUrl(meeting.id);
  calendar.download = "meeting.ics";
  calendar.dataset.action = "calendar";
  calendar.setAttribute("aria-label", `.ics calendar file: ${about}`);
  row.append(calendar);
  return row;
}

function percent(part) {
  return `${(part * 100).toFixed(3)}%`;
}
