/** The dialog that changes a meeting, also when somebody else changed it meanwhile. */

import { stayOpenWhile } from "../../kit/js/dialog.js";
import { byId } from "../../kit/js/dom.js";
import { checkAll, Field, showDetails } from "../../kit/js/form.js";
import { failureOf, invalidFailure } from "../../kit/js/messages.js";
import { Outcome } from "../../kit/js/outcome.js";
import { TimeField } from "../../kit/js/time-field.js";
import { updateMeeting } from "./api.js";
import { showConflict } from "./conflict.js";
import { DurationField } from "./duration-field.js";
import { changes, factsOf, mergeSchedules, readMeeting } from "./meeting.js";
import { ACTIONS } from "./messages.js";
import { emailRule, phoneRule, textRule } from "./rules.js";

const dialog = byId("rescheduleDialog");
const form = byId("rescheduleForm");
const conflict = byId("conflict");
const save = byId("saveReschedule");
const useMine = byId("useMine");
const BUTTONS = [save, byId("closeReschedule"), useMine, byId("keepSaved")];

export class Reschedule {
  #session;
  #on;
  #id = "";
  /** What the form was filled from, or what is saved now. @type {import("./meeting.js").Version} */
  #saved;
  /** The same as it was received. */
  #savedSchedule;
  #outcome = new Outcome(byId("rescheduleOutcome"));
  #start = new TimeField("newStart");
  #duration = new DurationField("newDuration", this.#start);
  #title = new Field("newTitle", textRule);
  #name = new Field("newVisitorName", textRule);
  #email = new Field("newVisitorEmail", emailRule);
  #phone = new Field("newVisitorPhone", phoneRule);

  /**
   * @param {import("./session.js").Session} session
   * @param {{changed: (schedule: any) => void, kept: (schedule: any) => void, gone: (id: string) => void}} on
   *   `changed`: saved; `kept`: another version was saved; `gone`: there is no such meeting
   */
  constructor(session, on) {
    this.#session = session;
    this.#on = on;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    byId("closeReschedule").addEventListener("click", () => dialog.close());
    useMine.addEventListener("click", () => void this.#send(useMine));
    byId("keepSaved").addEventListener("click", () => this.#keep());
    stayOpenWhile(dialog, () => save.disabled);
  }

  /** Opens the dialog for a meeting. */
  open(schedule) {
    const meeting = readMeeting(schedule);
    this.#id = meeting.id;
    this.#saved = meeting;
    this.#savedSchedule = schedule;
    this.#start.reset(meeting.start);
    this.#duration.reset(meeting.duration);
    this.#title.reset(meeting.visitor.subject);
    this.#name.reset(meeting.visitor.name);
    this.#email.reset(meeting.visitor.email);
    this.#phone.reset(meeting.visitor.phone);
    this.#outcome.clear();
    this.#showConflict(false);
    dialog.showModal();
    this.#start.input.focus();
  }

  get #fields() {
    return [this.#start, this.#duration, this.#title, this.#name, this.#email, this.#phone];
  }

  /** @returns {import("./meeting.js").Version} */
  get #mine() {
    return {
      start: this.#start.instant,
      duration: this.#duration.minutes,
      visitor: {
        name: this.#name.value,
        email: this.#email.value,
        phone: this.#phone.value,
        subject: this.#title.value,
      },
    };
  }

  #submit() {
    const wrong = checkAll(this.#fields);
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return null;
    }
    if (Object.keys(changes(this.#mine, this.#saved)).length === 0) {
      this.#outcome.note("Nothing has changed yet.");
      this.#start.input.focus();
      return null;
    }
    return this.#send(save);
  }

  async #send(button) {
    if (button.disabled) {
      return;
    }
    const change = changes(this.#mine, this.#saved);
    const read = factsOf(this.#savedSchedule);
    const end = this.#outcome.work({
      button,
      label: "Saving...",
      text: "Saving the meeting. This can take up to 40 seconds.",
      locked: [byId("rescheduleFields"), ...BUTTONS],
    });
    const answer = await updateMeeting(this.#id, { ...change, read });
    end();
    this.#finish(answer, change, button);
  }

  #finish(answer, change, button) {
    const current = readMeeting(answer.body?.current);
    if (answer.kind === "ok") {
      dialog.close();
      // The answer may leave out what is empty now.
      this.#on.changed(mergeSchedules({ _id: this.#id, ...change }, answer.body));
    } else if (answer.status === 401) {
      void this.#session.recover(this.#outcome, button);
    } else if (answer.status === 409 && current !== null) {
      this.#meet(answer.body.current, current);
    } else if (answer.status === 404) {
      dialog.close();
      this.#on.gone(this.#id);
    } else {
      this.#showConflict(false);
      const failure = failureOf(answer, ACTIONS.reschedule);
      const atField = showDetails(this.#fields, answer.details, failure);
      this.#outcome.fail(failure);
      if (!atField) {
        save.focus();
        this.#outcome.reveal();
      }
    }
  }

  // Another version was saved. Where it says the same, it may well be our own, whose answer was lost.
  #meet(schedule, current) {
    this.#saved = current;
    this.#savedSchedule = schedule;
    if (Object.keys(changes(this.#mine, current)).length === 0) {
      dialog.close();
      this.#on.changed(schedule);
      return;
    }
    showConflict(this.#mine, current);
    this.#showConflict(true);
    byId("conflictHeading").focus();
  }

  #keep() {
    dialog.close();
    this.#on.kept(this.#savedSchedule);
  }

  #showConflict(shown) {
    conflict.hidden = !shown;
    form.hidden = shown;
  }
}
