// One card a service.

import { breakService, killService, logs, mendService } from "/assets/js/api.js";
import { copy, h, notify, setText } from "/assets/js/dom.js";
import { Sparkline } from "/assets/js/sparkline.js";

// A map, since an object would put 429 and 500 first.
const KINDS = new Map([
  ["slow", ["Slow", "Every answer comes 3 s late."]],
  ["429", ["429", "Every answer is “too many requests”, with Retry-After: 2."]],
  ["500", ["500", "Every answer is an internal error."]],
  ["hang", ["Hang", "No request is ever answered."]],
  ["cut", ["Cut", "Requests take effect, but the answer is cut in the middle."]],
  ["expired", ["Expired", "All tokens are expired, every second anew."]],
  ["down", ["Down", "Nothing listens: connections are refused."]],
]);
const DURATIONS = [10, 30, 60, 300];

/** The address of a service as this browser reaches it. */
export function reachable(address) {
  const url = new URL(address);
  const local = (name) => ["127.0.0.1", "localhost", "[::1]"].includes(name);
  // The page may have been opened from a phone, by this machine's address.
  if (local(url.hostname) && !local(location.hostname)) url.hostname = location.hostname;
  return url.href.replace(/\/$/, "");
}

export class Card {
  constructor(service) {
    this.name = service.name;
    this.title = service.title;
    this.sparkline = service.kind === "fake" ? new Sparkline() : null;
    this.dot = h("span", { className: "dot" });
    this.status = h("span", { className: "status-text" });
    this.vendors = h("span", { className: "small" });
    this.end = h(
      "button",
      { type: "button", className: "button", onclick: () => mendService(this.name, this.title) },
      service.kind === "fake" ? "End it" : "Start now",
    );
    const id = `card-${service.name}`;
    this.element = h(
      "article",
      { className: "card", data: { kind: service.kind }, aria: { labelledby: id } },
      h("p", { className: "kind" }, service.kind === "fake" ? "Vendor fake" : "Server"),
      h("h3", { id }, capitalised(service.title)),
      h("p", { className: "status" }, this.dot, this.status),
      h("p", { className: "description" }, service.description),
      h("p", {}, h("code", { className: "address" }, reachable(service.url))),
      this.sparkline?.element ?? h("div", { className: "own" }, this.links(service), this.vendors),
      this.faults(service),
      credentials(service),
      service.kind === "server" ? this.output() : null,
    );
    this.update(service);
  }

  update(service) {
    this.service = service;
    this.received = performance.now();
    this.element.dataset.status = service.status;
    this.end.disabled = !service.fault && service.restartIn === null;
    if (service.tellsHealth) {
      const health = service.health ?? (service.healthy ? "…" : "unknown");
      setText(this.vendors, `Its health check, vendors included: ${health}`);
    }
    this.tick();
  }

  tick() {
    this.sparkline?.draw();
    setText(this.status, this.describe());
  }

  describe() {
    const { status, fault, restartIn, restarts } = this.service;
    const passed = Math.floor((performance.now() - this.received) / 1000);
    const left = (seconds) => `${Math.max(0, seconds - passed)} s`;
    if (status === "up") {
      return restarts ? `Up, restarted ${restarts === 1 ? "once" : `${restarts} times`}` : "Up";
    }
    if (fault?.kind === "down") return `Down, ${left(fault.secondsLeft)} left`;
    if (fault) return `${KINDS.get(fault.kind)[0]}, ${left(fault.secondsLeft)} left`;
    if (restartIn) return `Ended; starts again in ${left(restartIn)}`;
    return status === "restarting" ? "Starting …" : "Down";
  }

  links(service) {
    const link = (text, href, label) =>
      h("a", { className: "button", href, target: "_blank", rel: "noopener" }, text, label);
    const hidden = h("span", { className: "hidden" }, ` of ${service.title}, opens a new tab`);
    return h(
      "p",
      { className: "links" },
      service.opens ? link(service.opens, `${reachable(service.url)}/`, null) : null,
      service.docsUrl ? link("API docs", reachable(service.docsUrl), hidden) : null,
    );
  }

  faults(service) {
    const seconds = h(
      "select",
      { aria: { label: `For how long ${service.title} is broken` } },
      ...DURATIONS.map((value) =>
        h("option", { value, selected: value === 30 }, value < 300 ? `${value} s` : "5 min"),
      ),
    );
    const kinds = service.kind === "fake" ? [...KINDS.keys()] : ["down"];
    const buttons = kinds.map((kind) =>
      h(
        "button",
        {
          type: "button",
          className: "button fault",
          title: service.kind === "fake" ? KINDS.get(kind)[1] : "Killed, and kept down.",
          onclick: () => breakService(this.name, this.title, kind, Number(seconds.value)),
        },
        KINDS.get(kind)[0],
      ),
    );
    if (service.kind === "server") {
      buttons.push(
        h(
          "button",
          {
            type: "button",
            className: "button fault",
            title: "SIGKILL; it is started again after 2 s.",
            onclick: () => killService(this.name, this.title),
          },
          "Kill",
        ),
      );
    }
    return h(
      "div",
      { className: "faults", role: "group", aria: { label: `Break ${service.title}` } },
      h("div", { className: "fault-head" }, h("span", {}, "Break for"), seconds, this.end),
      h("div", { className: "fault-buttons" }, ...buttons),
      h(
        "details",
        { className: "explain" },
        h("summary", {}, "What these do"),
        h("dl", {}, ...explanations(service, kinds)),
      ),
    );
  }

  output() {
    const lines = h("pre", { className: "lines", tabIndex: 0, aria: { label: "Last lines" } });
    const load = async () => {
      try {
        const printed = await logs(this.name);
        lines.textContent = printed.map((line) => line.text).join("\n") || "Nothing yet.";
        lines.scrollTop = lines.scrollHeight;
      } catch (error) {
        notify(error.message, true);
      }
    };
    const details = h(
      "details",
      { ontoggle: () => details.open && load() },
      h("summary", {}, "What it prints"),
      lines,
      h("button", { type: "button", className: "button", onclick: load }, "Refresh"),
    );
    return details;
  }
}

function explanations(service, kinds) {
  const rows = kinds.map((kind) => [
    KINDS.get(kind)[0],
    service.kind === "fake" ? KINDS.get(kind)[1] : "The process is killed and kept down that long.",
  ]);
  if (service.kind === "server") rows.push(["Kill", "SIGKILL, no goodbye; started again after 2 s."]);
  return rows.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]);
}

function credentials(service) {
  const rows = Object.entries(service.credentials).flatMap(([name, value]) => [
    h("dt", {}, name),
    h(
      "dd",
      {},
      h("code", {}, value),
      h(
        "button",
        {
          type: "button",
          className: "button copy",
          aria: { label: `Copy ${name} of ${service.title}` },
          onclick: () => copy(value, name),
        },
        "Copy",
      ),
    ),
  ]);
  const summary = service.kind === "fake" ? "Credentials it accepts" : "Credentials";
  return h(
    "details",
    { className: "credentials" },
    h("summary", {}, summary),
    h("dl", {}, ...rows),
  );
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
