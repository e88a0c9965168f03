/** Notes and decision of a call: written while it goes on, or after it. */

import { byId, setBusy, setText } from "../../../kit/js/dom.js";
import { Field } from "../../../kit/js/form.js";
import { textRule } from "../../../kit/js/rules.js";
import { toast } from "../../../kit/js/toast.js";

export class AfterCall {
  #callId = null;
  #notes = new Field("notes", textRule(2000));
  #save;
  #closed;

  /**
   * @param {(decision: {callId: string, decision: string, notes: string}) => Promise<any>} save
   * @param {() => void} closed
   */
  constructor(save, closed) {
    this.#save = save;
    this.#closed = closed;
    byId("decisionForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    byId("decisionSkip").addEventListener("click", () => this.#close());
  }

  get isOpen() {
    return this.#callId !== null;
  }

  /** @param {{callId: string, clientName: string, purpose?: string}} call */
  begin({ callId, clientName, purpose = "" }) {
    this.#callId = callId;
    byId("decisionForm").reset();
    this.#notes.reset();
    setText(byId("afterName"), clientName);
    setText(byId("afterPurpose"), purpose);
    setText(byId("afterEnd"), "");
    byId("transferRow").hidden = false;
    byId("decisionSkip").hidden = true;
    byId("after").hidden = false;
  }

  /** The call is over; what was written stays until it is saved or left. */
  ended(text) {
    setText(byId("afterEnd"), text);
    byId("transferRow").hidden = true;
    byId("decisionSkip").hidden = false;
    byId("after").hidden = this.#callId === null;
  }

  async #submit() {
    if (!this.#notes.check()) {
      this.#notes.input.focus();
      return;
    }
    const button = byId("decisionSave");
    const decision = new FormData(byId("decisionForm")).get("decision");
    setBusy(button, true, "Saving…");
    const answer = await this.#save({ callId: this.#callId, decision, notes: this.#notes.value });
    setBusy(button, false, "Save");
    if (answer.ok === false) {
      this.#notes.setError(answer.message);
      return;
    }
    toast("Saved");
    if (!byId("decisionSkip").hidden) {
      this.#close();
    }
  }

  #close() {
    this.#callId = null;
    byId("after").hidden = true;
    this.#closed();
  }
}
