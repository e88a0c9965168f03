/** The meeting that was scheduled last: its links, its calendar file, joining it. */

import { byId, setLink } from "../../kit/js/dom.js";
import { distance, duration, formatWhen, offsetLabel, zoneName } from "../../kit/js/time.js";
import { copyOnClick } from "../../kit/js/toast.js";
import { calendarUrl } from "./api.js";
import { saveCalendar } from "./calendar.js";
import { join } from "./join.js";
import { readMeeting, titleOf } from "./meeting.js";

const section = byId("result");
const joinButton = byId("joinMeeting");
const calendarLink = byId("downloadIcs");
const slot = byId("joinError");

export class Result {
  #meeting = null;

  /**
   * @param {import("./session.js").Session} session
   * @param {() => void} onAnother
   */
  constructor(session, onAnother) {
    copyOnClick(byId("copyVisitorUrl"), () => byId("visitorUrl").textContent);
    copyOnClick(byId("copyAgentUrl"), () => byId("agentUrl").textContent);
    joinButton.addEventListener("click", () => {
      void join(this.#meeting.id, { button: joinButton, slot }, session, "Joining meeting...");
    });
    calendarLink.addEventListener("click", (event) => {
      event.preventDefault();
      void saveCalendar(this.#meeting.id, { link: calendarLink, slot }, session);
    });
    byId("scheduleAnother").addEventListener("click", () => {
      this.hide();
      onAnother();
    });
  }

  /** Shows a new meeting and brings keyboard and screen reader to it. */
  show(schedule) {
    this.#fill(schedule);
    slot.replaceChildren();
    section.hidden = false;
    byId("resultHeading").focus({ preventScroll: true });
    section.scrollIntoView({ block: "nearest" });
  }

  /** Shows a meeting as it is now, if it is the one that is shown. */
  update(schedule) {
    if (this.isShowing(schedule._id)) {
      this.#fill(schedule);
    }
  }

  isShowing(id) {
    return !section.hidden && this.#meeting?.id === id;
  }

  hide() {
    this.#meeting = null;
    section.hidden = true;
    slot.replaceChildren();
    for (const id of ["visitorUrl", "agentUrl", "downloadIcs"]) {
      byId(id).removeAttribute("href");
    }
  }

  #fill(schedule) {
    const meeting = readMeeting(schedule);
    this.#meeting = meeting;
    byId("resultWhen").textContent = formatWhen(meeting.start);
    byId("resultZone").textContent =
      `${zoneName()} (${offsetLabel(meeting.start)}), ${duration(meeting.duration)}, ${distance(new Date(), meeting.start)}`;
    byId("resultPeople").textContent = people(meeting);
    showUrl("visitorUrl", meeting.visitorUrl);
    showUrl("agentUrl", meeting.agentUrl);
    calendarLink.href = calendarUrl(meeting.id);
  }
}

function people(meeting) {
  const parts = [titleOf(meeting)];
  if (meeting.visitor.subject !== "" && meeting.visitor.name !== "") {
    parts.push(`with ${meeting.visitor.name}`);
  }
  if (meeting.agentName !== "") {
    parts.push(`agent ${meeting.agentName}`);
  }
  return parts.join(", ");
}

function showUrl(id, value) {
  const url = setLink(byId(id), value);
  byId(`${id}Row`).hidden = url === null;
  byId(id).textContent = url ?? "";
}
