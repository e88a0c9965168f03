/** The calls of a day: figures, hours, and who took them. */

import { atRoot, send } from "../../../kit/js/api.js";
import { BarChart } from "../../../kit/js/chart.js";
import { byId } from "../../../kit/js/dom.js";
import { fill } from "../../../kit/js/table.js";
import { tile } from "../../../kit/js/tile.js";
import { clockText, dayOf, hoursOf, percentText } from "./figures.js";

export class Analytics {
  #chart = new BarChart("Calls by hour");
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

  #show({ calls, answered, missed, averageRingSeconds, averageTalkSeconds, byHour = [], byStaff = [], paths = {} }) {
    const direct = (paths.host ?? 0) + (paths.srflx ?? 0);
    const relayed = paths.relay ?? 0;
    byId("tiles").replaceChildren(
      tile("Calls", String(calls)),
      tile("Answered", `${answered} (${percentText(answered, calls)})`),
      tile("Missed", String(missed), missed > 0 && "warn"),
      tile("Rings for", clockText(averageRingSeconds)),
      tile("Talks for", clockText(averageTalkSeconds)),
      tile("Through a relay", percentText(relayed, direct + relayed)),
    );
    this.#chart.show(hoursOf(byHour));
    const rows = byStaff.map((each) => [
      each.name,
      String(each.answered),
      String(each.missed),
      clockText(each.averageTalkSeconds),
    ]);
    fill(byId("staffTable"), ["Name", "Answered", "Missed", "Talks for"], rows, "No calls on this day.");
  }
}
