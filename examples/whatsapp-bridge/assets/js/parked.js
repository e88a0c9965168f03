/** Parked messages, and putting them back. */

import { byId, make, makeButton, setText } from "../../kit/js/dom.js";
import { toast } from "../../kit/js/toast.js";
import { ask, change } from "./api.js";
import { fill } from "../../kit/js/table.js";
import { moment } from "./words.js";

const NAMES = ["Parked", "Came", "Way", "Why", "Attempts", "Route", ""];
const WAYS = { in: "customer → agent", out: "agent → customer", receipt: "receipt" };

export class Parked {
  mayChange = false;

  async open() {
    const found = await ask("/parked");
    if (found === null) {
      return;
    }
    const aside = found.keptAside;
    setText(
      byId("parkedNote"),
      aside === 0 ? "" : `${aside} deliveries could not be read and were kept aside.`,
    );
    const rows = found.parked.map((item) => this.#row(item));
    fill(byId("parkedTable"), NAMES, rows, "Nothing is parked.");
  }

  #row(item) {
    const why = make("span", "", item.reason ?? "–");
    if (item.maybeDuplicate) {
      why.append(make("span", "reason", "may have been sent although it is parked"));
    }
    const label = `Redrive message ${item.id}`;
    const redrive = makeButton("button button--compact", "Redrive", {
      aria: { label },
      disabled: !this.mayChange,
      title: this.mayChange ? "" : "Only operators may do this",
      onclick: () => void this.#redrive(item.id),
    });
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

  async #redrive(id) {
    const done = await change("POST", `/parked/${id}/redrive`);
    if (done !== null) {
      toast("The message is on its way again");
    }
    void this.open();
  }
}
