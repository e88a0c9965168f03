// The demo's page: follows what happens, and shows it.

import { follow, journal } from "/assets/js/api.js";
import { Card, reachable } from "/assets/js/cards.js";
import { notify } from "/assets/js/dom.js";
import { writeGuide } from "/assets/js/guide.js";
import { offerVendors, reset, show } from "/assets/js/journal.js";

const cards = new Map();
const place = document.getElementById("cards");
const connection = document.getElementById("connection");
/** The buttons that lead to the servers' own pages, by the name of the server. */
const ways = new Map([
  ["callback-scheduler", document.getElementById("book")],
  ["meeting-scheduler", document.getElementById("schedule")],
]);

function connected() {
  connection.dataset.state = "good";
  connection.textContent = "Live";
  catchUp = true;
}

function lost() {
  connection.dataset.state = "bad";
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
    writeGuide(document.getElementById("guide"), services);
    for (const service of services) {
      const way = ways.get(service.name);
      if (way) way.href = `${reachable(service.url)}/`;
    }
    readJournals(fakes);
  }
  document.querySelector("main").removeAttribute("aria-busy");
}

async function readJournals(fakes) {
  try {
    const journals = await Promise.all(
      fakes.map(async ({ name, title }) => {
        const entries = await journal(name);
        return entries.map((entry) => ({ service: name, title, entry }));
      }),
    );
    const all = journals.flat().sort((a, b) => a.entry.at.localeCompare(b.entry.at));
    reset();
    for (const card of cards.values()) card.sparkline?.reset();
    counted.clear();
    for (const { service, entry } of all) received({ service, entry });
    for (const card of cards.values()) card.tick();
  } catch (error) {
    notify(`The journal could not be read: ${error.message}`, true);
  }
}

const counted = new Map();

function received({ service, entry }) {
  const card = cards.get(service);
  // An entry comes again when it is answered.
  if (entry.seq > (counted.get(service) ?? 0)) {
    counted.set(service, entry.seq);
    card?.sparkline?.add(Date.parse(entry.at));
  }
  show(service, entry, card?.title ?? service);
}

follow({ connected, lost, services: updated, received });
setInterval(() => {
  for (const card of cards.values()) card.tick();
}, 1000);
