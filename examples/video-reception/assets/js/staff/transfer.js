/** Passing a call on to a colleague who is there. */

import { byId, make, setBusy, setText } from "../../../kit/js/dom.js";
import { inOrder, statusText } from "../person.js";

export class Transfer {
  #select = byId("transferTo");

  /** @param {(targetStaffId: string) => Promise<any>} transfer */
  constructor(transfer) {
    byId("transferButton").addEventListener("click", async () => {
      const button = byId("transferButton");
      setText(byId("transferError"), "");
      setBusy(button, true);
      const answer = await transfer(this.#select.value);
      setBusy(button, false);
      button.disabled = this.#select.value === "";
      setText(byId("transferError"), answer.ok === false ? answer.message : "");
    });
  }

  /** @param {import("../person.js").Person[]} staff @param {string} ownId */
  show(staff, ownId) {
    const chosen = this.#select.value;
    const others = inOrder(staff).filter(({ id, status }) => id !== ownId && status !== "away");
    const options = others.map(({ id, name, status }) =>
      make("option", { value: id }, `${name} (${statusText(status).toLowerCase()})`),
    );
    const none = make("option", { value: "" }, "Nobody else is here");
    this.#select.replaceChildren(...(options.length > 0 ? options : [none]));
    this.#select.disabled = options.length === 0;
    byId("transferButton").disabled = options.length === 0;
    if (others.some(({ id }) => id === chosen)) {
      this.#select.value = chosen;
    }
  }
}
