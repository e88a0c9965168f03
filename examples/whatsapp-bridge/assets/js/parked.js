/** Parked messages and unread deliveries, and putting them back. */

import { byId, make, makeButton } from "../../kit/js/dom.js";
import { fill } from "../../kit/js/table.js";
import { toast } from "../../kit/js/toast.js";
import { ask, change } from "./api.js";
import { moment } from "./words.js";

const PARKED = ["Parked", "Came", "Way", "Why", "Attempts", "Route", ""];
const ASIDE = ["Came", "From", "Why", ""];
const WAYS = { in: "customer → agent", out: "agent → customer", receipt: "receipt" };
const SOURCES = { meta: "WhatsApp", genesys: "Genesys Cloud", own: "the bridge" };

export class Parked {
  mayChange = false;

  async open() {
    const found = await ask("/parked");
    if (found === null) {
      return;
    }
    const parked = found.parked.map((item) => this.#parked(item));
    fill(byId("parkedTable"), PARKED, parked, "Nothing is parked.");
    const aside = found.keptAside.map((delivery) => this.#aside(delivery));
    fill(byId("asideTable"), ASIDE, aside, "Everything could be read.");
    byId("aside").hidden = aside.length === 0;
  }

  #parked(item) {
    const why = make("span", "", item.reason ?? "–");
    if (item.maybeDuplicate) {
      why.append(make("span", "reason", "may have been sent although it is parked"));
    }
    const redrive = this.#button("Redrive", `Redrive message ${item.id}`, () =>
      this.#again(`/parked/${item.id}/redrive`, "The message is on its way again"),
    );
    return [
      moment(item.parkedAt),
      moment(item.at),
      WAYS[item.direction] ?? item.direction,
      why,
      String(item.attempts),
      item.route,
      redrive,
    ];
  }

  #aside({ id, at, source, reason }) {
    const restore = this.#button("Put back", `Put delivery ${id} back`, () =>
      this.#again(`/kept-aside/${id}/restore`, "The delivery is read again"),
    );
    return [moment(at), SOURCES[source] ?? source, reason, restore];
  }

  #button(text, label, deed) {
    return makeButton("button button--compact", text, {
      aria: { label },
      disabled: !this.mayChange,
      title: this.mayChange ? "" : "Only operators may do this",
      onclick: () => void deed(),
    });
  }

  async #again(path, text) {
    const done = await change("POST", path);
    if (done !== null) {
      toast(text);
    }
    void this.open();
  }
}
