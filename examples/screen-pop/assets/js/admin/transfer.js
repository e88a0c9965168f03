/** Cases from a CSV file, with how far it is, and which rows were left out. */

import { atRoot, send } from "../../../kit/js/api.js";
import { byId, make, setBusy, setText } from "../../../kit/js/dom.js";
import { fill } from "../../../kit/js/table.js";
import { said } from "./api.js";
import { importText, partDone, rejectedCount, reportText } from "./words.js";

const LOOK_AGAIN_MS = 400;
const MOST_FAILURES = 20;

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

  async #import() {
    const [file] = byId("file").files;
    setText(byId("file-error"), file === undefined ? "Choose a file" : "");
    if (this.#busy || file === undefined) {
      byId("file").focus();
      return;
    }
    this.#busy = true;
    const button = byId("importButton");
    setBusy(button, true, "Importing…");
    byId("report").hidden = true;
    this.#show({ rows: 0, done: false });
    const begun = await upload(file);
    if (said(begun)) {
      await this.#follow(begun.body.id, file.size);
    } else {
      byId("importProgress").hidden = true;
    }
    setBusy(button, false, "Import");
    this.#busy = false;
  }

  async #follow(id, size) {
    for (let failures = 0; failures < MOST_FAILURES; ) {
      const answer = await send("GET", `api/cases/imports/${encodeURIComponent(id)}`);
      if (answer.kind === "ok") {
        failures = 0;
        this.#show({ total_bytes: size, ...answer.body });
        if (answer.body.done) {
          this.#report(answer.body);
          return;
        }
      } else if (answer.kind === "error" && answer.status < 500) {
        said(answer);
        return;
      } else {
        failures += 1;
      }
      await pause();
    }
    setText(byId("importText"), "The server does not answer. The import may go on: look at the cases later.");
  }

  #show(state) {
    const bar = byId("importBar");
    const part = partDone(state);
    if (part === null) {
      bar.removeAttribute("value");
    } else {
      bar.value = part;
    }
    setText(byId("importText"), importText(state));
    byId("importProgress").hidden = false;
  }

  #report(state) {
    if (state.error) {
      setText(byId("importText"), state.error);
    }
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

/** Sends the file itself; a file can take longer than a call. */
async function upload(file) {
  try {
    const response = await fetch(atRoot("api/cases/import"), {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "text/csv" },
      body: file,
      credentials: "same-origin",
    });
    const body = await response.json().catch(() => null);
    const isFine = response.ok && typeof body?.id !== "undefined";
    const error = body?.error ?? "The file was not taken.";
    return { kind: isFine ? "ok" : "error", status: response.status, body, error, details: body?.details ?? [] };
  } catch {
    return { kind: "interrupted", status: 0, body: null, error: "", details: [] };
  }
}

function pause() {
  return new Promise((resolve) => {
    setTimeout(resolve, LOOK_AGAIN_MS);
  });
}
