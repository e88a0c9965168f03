/** The form for a new meeting. */

import { AgentField } from "./agents.js";
import { createMeeting } from "./api.js";
import { Attempt } from "./attempt.js";
import { byId, setBusy } from "./dom.js";
import { DurationField } from "./duration-field.js";
import { checkAll, Field, showDetails } from "./form.js";
import { ACTIONS, failureOf, invalidFailure } from "./messages.js";
import { Outcome } from "./outcome.js";
import { emailRule, phoneRule, textRule } from "./rules.js";
import { StartField } from "./start-field.js";

const form = byId("scheduleForm");
const button = byId("scheduleMeeting");
const label = button.textContent;
const notification = byId("sendNotificationEmail");

export class ScheduleForm {
  #session;
  #on;
  #sending = false;
  #attempt = new Attempt();
  #outcome = new Outcome(byId("scheduleOutcome"));
  #title = new Field("meetingTitle", textRule);
  #start = new StartField("startTime");
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
    if (this.#sending) {
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
    this.#work(true);
    const answer = await createMeeting(query, body, this.#attempt.keyFor({ query, body }));
    this.#work(false);
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

  #work(started) {
    this.#sending = started;
    form.setAttribute("aria-busy", String(started));
    byId("scheduleFields").disabled = started;
    setBusy(button, started, started ? "Scheduling..." : label);
    if (started) {
      this.#outcome.start("Scheduling the meeting. This can take up to 30 seconds.");
    } else {
      this.#outcome.clear();
    }
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
    if (answer.status >= 500 || answer.kind === "interrupted") {
      this.#on.uncertain();
    }
    const failure = failureOf(answer, ACTIONS.schedule);
    const atField = showDetails(this.#fields, answer.details, failure);
    this.#outcome.fail(failure);
    if (!atField) {
      button.focus();
      this.#outcome.reveal();
    }
  }
}
