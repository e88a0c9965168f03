/** What the process runs on. */

import { byId, make } from "../../kit/js/dom.js";
import { duration, formatShort } from "../../kit/js/time.js";
import { ask } from "./api.js";
import { bytes } from "./words.js";

const AGAIN_MS = 15_000;

export class System {
  mayChange = false;

  constructor() {
    setInterval(() => {
      if (!byId("system").hidden) {
        void this.open();
      }
    }, AGAIN_MS);
  }

  async open() {
    const found = await ask("/system");
    if (found === null) {
      return;
    }
    const files = found.files.map(({ name, bytes: size }) => [name, bytes(size)]);
    const facts = [
      ["Version", found.version],
      ["Started", formatShort(new Date(found.started))],
      ["Uptime", uptime(found.uptimeSeconds)],
      ["Server's clock", formatShort(new Date(found.now))],
      ["System", `${found.system}, ${found.cores} cores`],
      ["Process", String(found.pid)],
      ["Memory", bytes(found.memoryBytes)],
      ["Public address", found.publicUrl],
      ["Ports", found.singlePort ? "one for all services" : "one for each service"],
      ["Vendors", found.sandbox ? "fakes (sandbox)" : "real ones, or what the settings name"],
      ...files,
    ];
    byId("systemFacts").replaceChildren(
      ...facts.map(([name, value]) =>
        make("div", "", make("dt", "", name), make("dd", "", value)),
      ),
    );
  }
}

function uptime(seconds) {
  return seconds < 60 ? `${seconds} seconds` : duration(Math.floor(seconds / 60));
}
