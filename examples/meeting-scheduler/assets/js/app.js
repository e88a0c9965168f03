/** The page: puts its parts together. */

import { toast } from "../../kit/js/toast.js";
import { prepareCancel } from "./cancel.js";
import { showEnvironment } from "./environment.js";
import { readMeeting } from "./meeting.js";
import { Meetings } from "./meetings.js";
import { Reschedule } from "./reschedule.js";
import { Result } from "./result.js";
import { ScheduleForm } from "./schedule-form.js";
import { Session } from "./session.js";

showEnvironment();

const session = new Session(load);
const result = new Result(session, () => form.focus());
const form = new ScheduleForm(session, { scheduled, uncertain });
const reschedule = new Reschedule(session, { changed, kept, gone });
const cancel = prepareCancel(session, { cancelled, gone });
const meetings = new Meetings(session, {
  reschedule: (schedule) => reschedule.open(schedule),
  cancel,
});

void session.start();

function load() {
  void form.agents.load();
  void meetings.load();
}

function scheduled(schedule) {
  if (readMeeting(schedule) === null) {
    toast("Meeting scheduled");
    void meetings.load();
    return;
  }
  result.show(schedule);
  meetings.put(schedule);
}

// The message says to look at the list, so it is brought up to date.
function uncertain() {
  void meetings.load({ quiet: true });
}

function changed(schedule) {
  result.update(meetings.put(schedule));
  toast("Meeting changed");
}

function kept(schedule) {
  result.update(meetings.put(schedule));
  toast("The saved version stands");
}

function cancelled(id) {
  forget(id);
  toast("Meeting cancelled");
}

function gone(id) {
  forget(id);
  toast("Meeting not found. Somebody may have cancelled it.");
}

function forget(id) {
  if (result.isShowing(id)) {
    result.hide();
  }
  meetings.remove(id);
}
