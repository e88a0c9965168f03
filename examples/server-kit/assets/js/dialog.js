/** Dialogs that send something. */

/** Keeps a dialog from closing at the Escape key while something in it is being sent. */
export function stayOpenWhile(dialog, sending) {
  dialog.addEventListener("cancel", (event) => {
    if (sending()) {
      event.preventDefault();
    }
  });
}

/**
 * A dialog that asks before something is done.
 *
 * `ended` gets the answer and gives the failure to show, or null where there is none.
 * @typedef {{label: string, text: string, send: () => Promise<import("./api.js").Answer>, ended: (answer: import("./api.js").Answer) => import("./messages.js").Failure | null}} Deed
 */
export class ConfirmDialog {
  #parts;
  #deed;

  /**
   * @param {{dialog: any, confirm: any, keep: any, outcome: import("./outcome.js").Outcome}} parts
   * @param {Deed} deed
   */
  constructor(parts, deed) {
    this.#parts = parts;
    this.#deed = deed;
    const { dialog, confirm, keep } = parts;
    keep.addEventListener("click", () => dialog.close());
    confirm.addEventListener("click", () => void this.#send());
    stayOpenWhile(dialog, () => confirm.disabled);
  }

  open() {
    this.#parts.outcome.clear();
    this.#parts.dialog.showModal();
  }

  close() {
    this.#parts.dialog.close();
  }

  async #send() {
    const { confirm, keep, outcome } = this.#parts;
    const { label, text, send, ended } = this.#deed;
    const end = outcome.work({ button: confirm, label, text, locked: [keep] });
    const answer = await send();
    end();
    const failure = ended(answer);
    if (failure !== null) {
      outcome.fail(failure);
      confirm.focus();
    }
  }
}
