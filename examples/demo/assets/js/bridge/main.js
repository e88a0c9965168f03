/** The page of the bridge: a phone, a desk, and what can be broken between them. */

import { byId, make, setText } from "../../../kit/js/dom.js";
import { follow } from "../../../kit/js/events.js";
import { formatShort } from "../../../kit/js/time.js";
import { reachable } from "../cards.js";
import { services } from "./api.js";
import { Desk } from "./desk.js";
import { Phone } from "./phone.js";
import { Trials } from "./trials.js";
import { numberOf } from "./words.js";

const CUSTOMERS = [
  { waId: "12025550147", name: "Robin Example" },
  { waId: "12025550163", name: "Kim Sample" },
  { waId: "12025550178", name: "Ada Placeholder" },
];

const connection = byId("connection");
const chooser = byId("customer");
chooser.append(
  ...CUSTOMERS.map(({ waId, name }) =>
    make("option", { value: waId }, `${name}, ${numberOf(waId)}`),
  ),
);
const phone = new Phone(CUSTOMERS[0]);
const desk = new Desk();
const trials = new Trials(() => phone.customer);
chooser.addEventListener("change", () => {
  phone.belongTo(CUSTOMERS.find(({ waId }) => waId === chooser.value));
});

let waits = false;
let again = false;

/** Asks anew, at most once at a time; what changes meanwhile is asked for afterwards. */
async function refresh() {
  if (waits) {
    again = true;
    return;
  }
  waits = true;
  do {
    again = false;
    await Promise.all([phone.refresh(), desk.refresh()]);
  } while (again);
  waits = false;
  if (desk.now !== null) {
    setText(byId("clock"), formatShort(new Date(desk.now)));
  }
}

function connected() {
  connection.className = "badge badge--ok";
  setText(connection, "Live");
  void refresh();
  void trials.refresh();
}

function lost() {
  connection.className = "badge badge--danger";
  setText(connection, "Reconnecting …");
}

follow("api/demo/events", {
  connected,
  lost,
  events: {
    reload: connected,
    chat: () => void refresh(),
    trial: (trial) => trials.show(trial),
  },
});
setInterval(() => void refresh(), 15_000);

const found = await services();
const bridge = found.body?.services?.find(({ name }) => name === "whatsapp-bridge");
if (bridge) {
  byId("dashboard").href = `${reachable(bridge.url)}/`;
}
