/** The form for a new meeting. */

import { Attempt } from "../../kit/js/attempt.js";
import { byId, makeButton } from "../../kit/js/dom.js";
import { checkAll, Field, showDetails } from "../../kit/js/form.js";
import { failureOf, invalidFailure } from "../../kit/js/messages.js";
import { Outcome } from "../../kit/js/outcome.js";
import { TimeField } from "../../kit/js/time-field.js";
import { AgentField } from "./agents.js";
import { createMeeting } from "./api.js";
import { DurationField } from "./duration-field.js";
import { ACTIONS } from "./messages.js";
import { emailRule, phoneRule, textRule } from "./rules.js";

const form = byId("scheduleForm");
const button = byId("scheduleMeeting");
const notification = byId("sendNotificationEmail");

export class ScheduleForm {
  #session;
  #on;
  #attempt = new Attempt("schedule-attempt");
  #outcome = new Outcome(byId("scheduleOutcome"));
  #title = new Field("meetingTitle", textRule);
  #start = new TimeField("startTime");
  #duration = new DurationField("duration", this.#start);
  #name = new Field("visitorName", textRule);
  #email = new Field("visitorEmail", emailRule);
  #phone = new Field("visitorPhone", phoneRule);

  /**
   * @param {import("./session.js").Session} session
   * @param {{scheduled: (schedule: any) => void, uncertain: () => void}} on `uncertain`: nobody
   *   knows whether the meeting was scheduled
   */
  constructor(session, on) {
    this.#session = session;
    this.#on = on;
    this.agents = new AgentField(session);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  /** Empties the form. The agent stays, because the next meeting often is with the same one. */
  reset() {
    [this.#title, this.#name, this.#email, this.#phone].forEach((field) => field.reset());
    this.#start.reset();
    this.#duration.reset();
    notification.checked = false;
    this.#outcome.clear();
  }

  /** Brings the keyboard to the first field. */
  focus() {
    window.scrollTo(0, 0);
    this.agents.input.focus({ preventScroll: true });
  }

  get #fields() {
    return [
      this.agents,
      this.#title,
      this.#start,
      this.#duration,
      this.#name,
      this.#email,
      this.#phone,
    ];
  }

  async #submit() {
    if (button.disabled) {
      return;
    }
    const wrong = checkAll(this.#fields);
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return;
    }
    const query = {
      agentEmail: this.agents.value,
      sendNotificationEmail: notification.checked,
    };
    const body = this.#read();
    const end = this.#outcome.work({
      button,
      label: "Scheduling...",
      text: "Scheduling the meeting. This can take up to 30 seconds.",
      locked: [byId("scheduleFields")],
    });
    const answer = await createMeeting(query, body, await this.#attempt.keyFor({ query, body }));
    end();
    this.#attempt.answered(answer);
    this.#finish(answer);
  }

  #read() {
    const visitor = {
      name: this.#name.value,
      email: this.#email.value,
      phone: this.#phone.value,
      subject: this.#title.value,
    };
    const given = Object.entries(visitor).filter(([, value]) => value !== "");
    return {
      date: this.#start.instant.getTime(),
      duration: this.#duration.minutes,
      visitor: Object.fromEntries(given),
    };
  }

  #finish(answer) {
    if (answer.kind === "ok") {
      this.reset();
      this.#on.scheduled(answer.body);
      return;
    }
    if (answer.status === 401) {
      void this.#session.recover(this.#outcome, button);
      return;
    }
    const uncertain = answer.status >= 500 || answer.kind === "interrupted";
    const failure = failureOf(answer, ACTIONS.schedule);
    const atField = showDetails(this.#fields, answer.details, failure);
    this.#outcome.fail(failure, uncertain ? this.#offerAnother() : null);
    if (uncertain) {
      this.#on.uncertain();
    }
    if (!atField) {
      button.focus();
      this.#outcome.reveal();
    }
  }

  // The same button asks what became of this try. Whoever has seen that there is no such meeting
  // can start a new one; nobody else knows.
  #offerAnother() {
    return makeButton("button button--text", "It is not in the list: schedule it anew", {
      onclick: () => {
        this.#attempt.forget();
        void this.#submit();
      },
    });
  }
}
