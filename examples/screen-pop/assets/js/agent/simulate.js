/** A call that a platform would announce: what it sends, and what it gets back. */

import { send } from "../../../kit/js/api.js";
import { byId, setBusy, setText } from "../../../kit/js/dom.js";
import { failureOf } from "../../../kit/js/messages.js";
import { toast } from "../../../kit/js/toast.js";

const SIMULATE = { failed: "The call was not simulated", interrupted: "Please try again." };
const NOTES = {
  genesys: "The data action of a flow or script, as the import file of the documentation sends it.",
  connect: "The Lambda function of a contact flow: a flat map of strings.",
  flex: "The task's attributes before and after: what was there stays.",
  five9: "What a call is announced with, and the argument of the screen pop.",
};

export class Simulator {
  #number;
  #signedOut;

  /**
   * @param {() => string | null} number what to call from; null where the field is wrong
   * @param {(answer: import("../../../kit/js/api.js").Answer) => boolean} signedOut
   */
  constructor(number, signedOut) {
    this.#number = number;
    this.#signedOut = signedOut;
    byId("simulateForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#simulate();
    });
  }

  /** Takes the payloads away. */
  clear() {
    byId("payloads").hidden = true;
  }

  async #simulate() {
    const phone = this.#number();
    if (phone === null) {
      byId("phone").focus();
      return;
    }
    const platform = new FormData(byId("simulateForm")).get("platform");
    const button = byId("simulate");
    setBusy(button, true, "Calling…");
    const answer = await send("POST", `api/simulate/${platform}`, { body: { phone } });
    setBusy(button, false, "Simulate the call");
    if (answer.kind === "ok") {
      this.#show(platform, answer.body);
    } else if (!this.#signedOut(answer)) {
      toast(failureOf(answer, SIMULATE).title, { bad: true });
    }
  }

  #show(platform, { request, response }) {
    setText(byId("payloadsNote"), NOTES[platform]);
    setText(byId("payloadIn"), JSON.stringify(request, null, 2));
    setText(byId("payloadOut"), JSON.stringify(response, null, 2));
    byId("payloads").hidden = false;
  }
}
