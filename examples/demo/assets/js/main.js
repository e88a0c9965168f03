/** The demo's page: follows what happens, and shows it. */

import { byId } from "../../kit/js/dom.js";
import { follow } from "../../kit/js/events.js";
import { toast } from "../../kit/js/toast.js";
import { journal, problemOf } from "./api.js";
import { Card, reachable } from "./cards.js";
import { writeGuide } from "./guide.js";
import { offerVendors, reset, show } from "./journal.js";

const cards = new Map();
const place = byId("cards");
const connection = byId("connection");
/** The buttons that lead to the servers' own pages, by the name of the server. */
const ways = new Map([
  ["callback-scheduler", byId("book")],
  ["meeting-scheduler", byId("schedule")],
  ["screen-pop", byId("calls")],
  ["video-reception", byId("talk")],
]);

function connected() {
  connection.className = "badge badge--ok";
  connection.textContent = "Live";
  catchUp = true;
}

function lost() {
  connection.className = "badge badge--danger";
  connection.textContent = "Reconnecting …";
}

// The journals are read when the names of the fakes are known.
let catchUp = false;

function updated(services) {
  for (const service of services) {
    const card = cards.get(service.name);
    if (card) {
      card.update(service);
    } else {
      const made = new Card(service);
      cards.set(service.name, made);
      place.append(made.element);
    }
  }
  const fakes = services.filter((service) => service.kind === "fake");
  offerVendors(fakes);
  if (catchUp) {
    catchUp = false;
    writeGuide(byId("guide"), services);
    for (const service of services) {
      const way = ways.get(service.name);
      if (way) {
        way.href = `${reachable(service.url)}/`;
      }
    }
    readJournals(fakes);
  }
  document.querySelector("main").removeAttribute("aria-busy");
}

async function readJournals(fakes) {
  const answers = await Promise.all(fakes.map(({ name }) => journal(name)));
  const failed = answers.find(({ kind }) => kind !== "ok");
  if (failed !== undefined) {
    toast(`The journal could not be read: ${problemOf(failed)}`, { bad: true });
    return;
  }
  const all = answers.flatMap(({ body }, index) =>
    body.entries.map((entry) => ({ service: fakes[index].name, entry })),
  );
  all.sort((one, other) => one.entry.at.localeCompare(other.entry.at));
  reset();
  counted.clear();
  cards.forEach((card) => card.rate?.reset());
  all.forEach(received);
  cards.forEach((card) => card.tick());
}

const counted = new Map();

function received({ service, entry }) {
  const card = cards.get(service);
  // An entry comes again when it is answered.
  if (entry.seq > (counted.get(service) ?? 0)) {
    counted.set(service, entry.seq);
    card?.rate?.add(Date.parse(entry.at));
  }
  show(service, entry, card?.title ?? service);
}

follow("api/demo/events", {
  connected,
  lost,
  events: { reload: connected, services: (data) => updated(data.services), journal: received },
});
setInterval(() => cards.forEach((card) => card.tick()), 1000);
