/** The overview: services, routes, numbers, charts. */

import { LineChart, BarChart } from "../../kit/js/chart.js";
import { byId, make, makeButton, setText } from "../../kit/js/dom.js";
import { formatTime } from "../../kit/js/time.js";
import { ask, change } from "./api.js";
import { tile } from "../../kit/js/tile.js";
import { ago, millis } from "./words.js";

const CHARTS_MS = 15_000;
const VENDORS = { genesys: "Genesys Cloud", whatsapp: "WhatsApp" };
const WORK = { in: "To Genesys", out: "To WhatsApp", receipt: "Receipts" };

export class Overview {
  mayChange = false;
  #now = null;
  #isLost = false;
  #throughput = new BarChart("Messages");
  #latency = new LineChart("From WhatsApp to Genesys Cloud", millis);

  constructor() {
    byId("charts").append(this.#throughput.element, this.#latency.element);
    byId("range").addEventListener("change", () => void this.#loadCharts());
    setInterval(() => {
      if (!byId("overview").hidden && !this.#isLost) {
        void this.#loadCharts();
      }
    }, CHARTS_MS);
  }

  async open() {
    void this.#loadCharts();
    const now = await ask("");
    if (now !== null) {
      this.show(now);
    }
  }

  /** Shows how everything is. */
  show(now) {
    this.#now = now;
    this.#isLost = false;
    this.#draw();
  }

  /** Nothing answers any more. */
  lost() {
    this.#isLost = true;
    if (this.#now !== null) {
      this.#draw();
    }
  }

  #draw() {
    const { now, changes } = this.#now;
    const { services, routes, inbox } = changes;
    byId("services").replaceChildren(...services.map((service) => this.#service(service)));
    byId("routes").replaceChildren(...routes.map((route) => this.#route(route, now)));
    const unwell = services.filter(({ healthy }) => this.#isLost || !healthy).length;
    const paused = routes.flatMap(({ gates }) => gates).filter((gate) => gate?.state !== "open");
    byId("tiles").replaceChildren(
      tile("Services", `${services.length - unwell} of ${services.length}`, unwell > 0 && "bad"),
      tile("Paused", String(paused.length), paused.length > 0 && "bad"),
      tile("Waiting", String(inbox.waiting + inbox.journal)),
      tile("Under way", String(inbox.inFlight)),
      tile("Parked", String(inbox.parked), inbox.parked > 0 && "warn"),
    );
    const count = byId("parkedCount");
    count.hidden = inbox.parked === 0;
    setText(count, String(inbox.parked));
  }

  #service({ name, healthy }) {
    const state = this.#isLost || !healthy ? "bad" : "ok";
    const text = this.#isLost ? "no answer" : healthy ? "healthy" : "unhealthy";
    return make(
      "li",
      { data: { state, service: name } },
      make("span", { className: "dot", aria: { hidden: "true" } }),
      make("span", "", name),
      make("span", "", text),
    );
  }

  #route({ name, phoneNumberId, gates, work }, now) {
    const numbers = work.map(({ direction, waiting, inFlight, waitingSince }) =>
      make(
        "div",
        "",
        make("dt", "", WORK[direction] ?? direction),
        make("dd", "", `${waiting + inFlight} open`),
        waitingSince ? make("dd", "muted", `oldest ${ago(waitingSince, now)}`) : null,
      ),
    );
    return make(
      "article",
      { className: "route", data: { route: name } },
      make(
        "p",
        "route__name",
        make("strong", "", name),
        make("span", "muted", `number ${phoneNumberId}`),
      ),
      ...gates.filter((gate) => gate !== null).map((gate) => this.#gate(name, gate, now)),
      make("dl", "work", ...numbers),
    );
  }

  #gate(route, { vendor, state, cause, since }, now) {
    const open = state === "open";
    const told = open ? "open" : `${state}: ${cause}, ${ago(since, now)}`;
    const text = this.#isLost ? "not known" : told;
    const mark = this.#isLost ? "warn" : open ? "ok" : "bad";
    const resume =
      open || !this.mayChange
        ? null
        : makeButton("button button--compact", "Try now", {
            onclick: () => void change("POST", `/routes/${route}/${vendor}/resume`),
          });
    return make(
      "p",
      { className: "gate", data: { state: mark, vendor } },
      make("span", { className: "dot", aria: { hidden: "true" } }),
      make("span", "", VENDORS[vendor] ?? vendor),
      make("span", "gate__state", text),
      resume,
    );
  }

  async #loadCharts() {
    const range = byId("range").querySelector(":checked").value;
    const points = await ask("/chart", { range });
    if (points === null) {
      return;
    }
    const labels = points.map(({ at }) => formatTime(new Date(at)));
    const of = (name) => points.map((point) => point[name]);
    this.#throughput.show({
      labels,
      series: [
        { name: "From customers", values: of("inbound") },
        { name: "From agents", values: of("outbound") },
      ],
    });
    this.#latency.show({
      labels,
      series: [
        { name: "Half of them within", values: of("p50") },
        { name: "95 of 100 within", values: of("p95") },
      ],
    });
  }
}
