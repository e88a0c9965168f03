/** Two versions of one meeting, side by side, and the choice between them. */

import { byId, make } from "../../kit/js/dom.js";
import { compare } from "./meeting.js";

/**
 * Fills the table.
 * @param {import("./meeting.js").Version} mine
 * @param {import("./meeting.js").Version} saved
 */
export function showConflict(mine, saved) {
  const rows = compare(mine, saved).map(({ label, mine: ours, saved: theirs, differs }) => {
    const row = make("tr", differs ? "versions__differs" : "");
    const head = make("th", { scope: "row" }, label);
    row.append(head, cell("Yours", ours), cell("Now saved", theirs));
    return row;
  });
  byId("conflictRows").replaceChildren(...rows);
}

function cell(version, text) {
  return make("td", { data: { version } }, text);
}
