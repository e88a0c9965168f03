/** Cases from a CSV file, with how far it is, and which rows were left out. */

import { send } from "../../../kit/js/api.js";
import { byId, make, setBusy, setText } from "../../../kit/js/dom.js";
import { fill } from "../../../kit/js/table.js";
import { said } from "./api.js";
import { upload } from "./upload.js";
import { importText, partOf, rejectedCount, reportText } from "./words.js";

export class Transfer {
  #busy = false;

  constructor() {
    byId("importForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#import();
    });
  }

  open() {}

  /** Takes the report away. */
  clear() {
    byId("importForm").reset();
    byId("importProgress").hidden = true;
    byId("report").hidden = true;
    byId("reportTable").replaceChildren();
  }

  /** How far the import is, as the server tells it meanwhile. */
  progress(state) {
    if (this.#busy) {
      setText(byId("importText"), importText(state));
    }
  }

  async #import() {
    const [file] = byId("file").files;
    setText(byId("file-error"), file === undefined ? "Choose a file" : "");
    if (this.#busy || file === undefined) {
      byId("file").focus();
      return;
    }
    this.#begin();
    const sent = await upload("api/cases/import", file, (loaded, total) => {
      byId("importBar").value = partOf(loaded, total);
    });
    // A file that broke off has a report, too.
    const id = sent.body?.id;
    if (!said(sent) && id === undefined) {
      this.#end("Nothing was imported.");
      return;
    }
    const report = await send("GET", `api/cases/imports/${encodeURIComponent(id)}`);
    if (said(report)) {
      byId("importBar").value = 1;
      this.#end(importText(report.body));
      this.#report(report.body);
    } else {
      this.#end("The file was read. How many rows are in can be seen among the cases.");
    }
  }

  #begin() {
    this.#busy = true;
    setBusy(byId("importButton"), true, "Importing…");
    byId("report").hidden = true;
    byId("importBar").value = 0;
    setText(byId("importText"), importText({ rows: 0, done: false }));
    byId("importProgress").hidden = false;
  }

  #end(text) {
    this.#busy = false;
    setBusy(byId("importButton"), false, "Import");
    setText(byId("importText"), text);
  }

  #report(state) {
    if (rejectedCount(state) === 0) {
      return;
    }
    setText(byId("reportNote"), reportText(state));
    const rows = state.rejected.map(({ line, reason }) => [make("span", "number", String(line)), reason]);
    fill(byId("reportTable"), ["Line", "Why"], rows, "");
    byId("report").hidden = false;
    byId("report").focus({ preventScroll: true });
  }
}
