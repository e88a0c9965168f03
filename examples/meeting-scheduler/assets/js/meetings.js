/** The list of the coming meetings. */

import { byId, setBusy, setText } from "../../kit/js/dom.js";
import { failureOf } from "../../kit/js/messages.js";
import { alertBox } from "../../kit/js/outcome.js";
import { formatFrom, offsetLabel, zoneName } from "../../kit/js/time.js";
import { listMeetings } from "./api.js";
import { saveCalendar } from "./calendar.js";
import { config } from "./config.js";
import { coming, DAYS_AHEAD, horizon } from "./days.js";
import { join } from "./join.js";
import { mergeSchedules, readMeeting } from "./meeting.js";
import { drawDays, soonText } from "./meetings-view.js";
import { ACTIONS } from "./messages.js";

const MINUTE = 60_000;
const STALE_MS = 2 * MINUTE;

const list = byId("meetings");
const problem = byId("meetingsProblem");
const reloadButton = byId("reloadMeetings");

export class Meetings {
  /** The schedule objects as the server sent them, by id. @type {Map<string, any>} */
  #schedules = new Map();
  /** Counts loads and changes, so that a late answer cannot undo a change. */
  #version = 0;
  #loadedAt = 0;
  #askedAt = 0;
  #session;

  /**
   * @param {import("./session.js").Session} session
   * @param {{reschedule: (schedule: any) => void, cancel: (schedule: any) => void}} open
   */
  constructor(session, open) {
    this.#session = session;
    reloadButton.addEventListener("click", () => void this.load());
    list.addEventListener("click", (event) => this.#press(event, open));
    setInterval(() => this.#tick(), MINUTE / 2);
    document.addEventListener("visibilitychange", () => this.#refreshStale());
    window.addEventListener("focus", () => this.#refreshStale());
  }

  /**
   * Loads the list.
   * @param {{quiet?: boolean}} how `quiet`: nobody asked for it, so nothing is seen but the result
   */
  async load({ quiet = false } = {}) {
    const version = this.#change();
    byId("meetingsZone").textContent =
      `The next ${DAYS_AHEAD} days, times in ${zoneName()} (${offsetLabel(new Date())}).`;
    if (!quiet) {
      this.#work(true);
    }
    const now = Date.now();
    this.#askedAt = now;
    // Meetings that are under way have begun earlier.
    const from = new Date(now - config.duration.max * MINUTE);
    const until = horizon(new Date(now));
    const answer = await listMeetings(from, until);
    if (!quiet) {
      this.#work(false);
    }
    if (version !== this.#version) {
      return;
    }
    if (answer.kind === "ok" && Array.isArray(answer.body)) {
      this.#loadedAt = Date.now();
      problem.replaceChildren();
      const listed = [...this.#after(until), ...answer.body];
      this.#schedules = new Map(listed.map((schedule) => [schedule?._id, schedule]));
      this.#draw();
    } else {
      this.#fail(answer, quiet);
    }
  }

  /** Puts in a new or changed meeting. */
  put(schedule) {
    this.#change();
    const known = this.#schedules.get(schedule._id);
    const merged = mergeSchedules(known, schedule);
    this.#schedules.set(schedule._id, merged);
    this.#draw();
    return merged;
  }

  /** Takes a meeting out. */
  remove(id) {
    this.#change();
    this.#schedules.delete(id);
    this.#draw();
    byId("meetingsHeading").focus();
  }

  #change() {
    this.#version += 1;
    return this.#version;
  }

  #work(started) {
    setBusy(reloadButton, started, "Reload");
    list.setAttribute("aria-busy", String(started));
    byId("meetingsSkeleton").hidden = !started || this.#schedules.size > 0;
    if (started) {
      byId("meetingsEmpty").hidden = true;
      problem.replaceChildren();
    }
  }

  #fail(answer, quiet) {
    if (answer.status === 401 && !quiet) {
      void this.#session.again();
    }
    const failure = failureOf(answer, ACTIONS.loadMeetings);
    const since = formatFrom(new Date(), new Date(this.#loadedAt));
    const parts = [
      failure.text,
      this.#loadedAt === 0 ? "" : `The list below is as it was at ${since}.`,
      "Press Reload to try again.",
    ];
    const text = parts.filter((part) => part !== "").join(" ");
    problem.replaceChildren(alertBox({ ...failure, text, requestId: null }));
  }

  // Meetings that were scheduled or moved here to a later time than the list goes.
  #after(until) {
    return [...this.#schedules.values()].filter((known) => readMeeting(known)?.start > until);
  }

  #meetings() {
    const read = [...this.#schedules.values()].map(readMeeting);
    return coming(
      read.filter((meeting) => meeting !== null),
      new Date(),
    );
  }

  #draw() {
    const meetings = this.#meetings();
    const back = focusedAction();
    const joins = meetings.map(({ id }) => [id, place(id)]);
    list.replaceChildren(...drawDays(meetings, new Date()));
    joins.forEach(([id, before]) => keepJoin(before, place(id)));
    back()?.focus();
    byId("meetingsEmpty").hidden = meetings.length > 0;
    const count = meetings.length;
    setText(byId("meetingsStatus"), `${count} coming ${count === 1 ? "meeting" : "meetings"}`);
  }

  #press(event, open) {
    const pressed = event.target.closest("[data-action]");
    const id = pressed?.closest("li[data-id]").dataset.id;
    const schedule = this.#schedules.get(id);
    if (schedule === undefined) {
      return;
    }
    const { action } = pressed.dataset;
    if (action === "join") {
      void join(id, place(id), this.#session, "Joining...");
    } else if (action === "calendar") {
      event.preventDefault();
      void saveCalendar(id, { link: pressed, slot: place(id).slot }, this.#session);
    } else {
      open[action](schedule);
    }
  }

  #tick() {
    const now = new Date();
    for (const item of list.querySelectorAll("li[data-id]")) {
      const meeting = readMeeting(this.#schedules.get(item.dataset.id));
      if (meeting !== null) {
        setText(item.querySelector(".meeting__soon"), soonText(meeting, now));
      }
    }
  }

  // Somebody else may have changed the list while this tab was away.
  #refreshStale() {
    const stale = this.#askedAt !== 0 && Date.now() - this.#askedAt > STALE_MS;
    const inUse =
      document.querySelector("dialog[open]") ?? list.querySelector('[aria-busy="true"]');
    if (document.visibilityState === "visible" && stale && inUse === null) {
      void this.load({ quiet: true });
    }
  }
}

function place(id) {
  const item = list.querySelector(`li[data-id="${CSS.escape(id)}"]`);
  return item === null
    ? null
    : {
        button: item.querySelector('[data-action="join"]'),
        slot: item.querySelector(".joining"),
      };
}

// A join under way and its message outlive drawing again.
function keepJoin(before, now) {
  if (before === null || now === null) {
    return;
  }
  now.slot.replaceWith(before.slot);
  if (before.button.disabled) {
    now.button.replaceWith(before.button);
  }
}

// Drawing again would lose the keyboard; it goes back to the same button of the same meeting.
function focusedAction() {
  const focused = document.activeElement;
  const item = list.contains(focused) ? focused.closest("li[data-id]") : null;
  if (item === null) {
    return () => null;
  }
  if (focused.closest(".joining") !== null) {
    return () => focused;
  }
  const id = CSS.escape(item.dataset.id);
  const action = focused.dataset.action ?? "";
  return () =>
    list.querySelector(`li[data-id="${id}"] [data-action="${action}"]`) ?? byId("meetingsHeading");
}
