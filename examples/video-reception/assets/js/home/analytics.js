/** The calls of a day: figures, hours, and who took them. */

import { atRoot, send } from "../../../kit/js/api.js";
import { BarChart } from "../../../kit/js/chart.js";
import { byId } from "../../../kit/js/dom.js";
import { fill } from "../../../kit/js/table.js";
import { tile } from "../../../kit/js/tile.js";
import { clockText, dayOf, hoursOf, percentText } from "./figures.js";

export class Analytics {
  #chart = new BarChart("Calls by hour (UTC)");
  #session;

  /** @param {import("../../../kit/js/session.js").Session} session */
  constructor(session) {
    this.#session = session;
    byId("hoursPlace").append(this.#chart.element);
    byId("day").value = dayOf(new Date());
    byId("day").addEventListener("change", () => void this.open());
    byId("dayForm").addEventListener("submit", (event) => event.preventDefault());
  }

  async open() {
    const day = byId("day").value;
    byId("csv").href = atRoot("api/calls/report.csv", { day });
    const answer = await send("GET", "api/calls/analytics", { query: { day } });
    if (answer.kind === "ok") {
      this.#show(answer.body);
    } else if (answer.status === 401) {
      this.#session.ask();
    } else {
      this.#session.fail(answer, () => location.reload());
    }
  }

  #show({ calls, answered, missed, averageWaitSeconds, longestWaitSeconds, averageTalkSeconds, byHour, byStaff, quality }) {
    const { host, srflx, relay, averageSetupMs } = quality;
    const measured = host + srflx + relay;
    byId("tiles").replaceChildren(
      tile("Calls", String(calls)),
      tile(`Answered: ${percentText(answered, calls)}`, String(answered)),
      tile("Missed", String(missed), missed > 0 && "warn"),
      tile("Average wait", clockText(averageWaitSeconds)),
      tile("Longest wait", clockText(longestWaitSeconds)),
      tile("Average talk", clockText(averageTalkSeconds)),
      tile("Connected within", measured === 0 ? "–" : `${Math.round(averageSetupMs)} ms`),
      tile("Through a relay", percentText(relay, measured)),
    );
    this.#chart.show(hoursOf(byHour));
    const rows = byStaff.map((each) => [
      each.name || "Somebody who is gone",
      String(each.calls),
      String(each.answered),
      clockText(each.averageTalkSeconds),
    ]);
    fill(byId("staffTable"), ["Name", "Calls", "Answered", "Average talk"], rows, "No calls on this day.");
  }
}
