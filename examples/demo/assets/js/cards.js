/** One card a service. */

import { make, makeButton, makeLink, setText } from "../../kit/js/dom.js";
import { copyOnClick } from "../../kit/js/toast.js";
import { breakService, killService, logs, mendService, problemOf } from "./api.js";
import { Rate } from "./rate.js";

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
const SMALL = "button button--compact";

/** The address of a service as this browser reaches it. */
export function reachable(address) {
  const url = new URL(address);
  const local = (name) => ["127.0.0.1", "localhost", "[::1]"].includes(name);
  // The page may have been opened from a phone, by this machine's address.
  if (local(url.hostname) && !local(location.hostname)) {
    url.hostname = location.hostname;
  }
  return url.href.replace(/\/$/, "");
}

export class Card {
  constructor(service) {
    this.name = service.name;
    this.title = service.title;
    this.rate = service.kind === "fake" ? new Rate() : null;
    this.dot = make("span", "dot");
    this.status = make("span", "status-text");
    this.vendors = make("span", "small");
    this.end = makeButton(SMALL, service.kind === "fake" ? "End it" : "Start now", {
      onclick: () => mendService(this.name, this.title),
    });
    const id = `card-${service.name}`;
    this.element = make(
      "article",
      { className: "card service", data: { kind: service.kind }, aria: { labelledby: id } },
      make("p", "kind", service.kind === "fake" ? "Vendor fake" : "Server"),
      make("h3", { id }, capitalised(service.title)),
      make("p", "status", this.dot, this.status),
      make("p", "description", service.description),
      make("p", "", make("code", "address", reachable(service.url))),
      this.rate?.element ?? make("div", "own", this.links(service), this.vendors),
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
    this.rate?.draw();
    setText(this.status, this.describe());
  }

  describe() {
    const { status, fault, restartIn, restarts } = this.service;
    const passed = Math.floor((performance.now() - this.received) / 1000);
    const left = (seconds) => `${Math.max(0, seconds - passed)} s`;
    if (status === "up") {
      return restarts ? `Up, restarted ${restarts === 1 ? "once" : `${restarts} times`}` : "Up";
    }
    if (fault?.kind === "down") {
      return `Down, ${left(fault.secondsLeft)} left`;
    }
    if (fault) {
      return `${KINDS.get(fault.kind)[0]}, ${left(fault.secondsLeft)} left`;
    }
    if (restartIn) {
      return `Ended; starts again in ${left(restartIn)}`;
    }
    return status === "restarting" ? "Starting …" : "Down";
  }

  links(service) {
    const page = `${reachable(service.url)}/`;
    const docs = service.docsUrl ? makeLink(reachable(service.docsUrl), "API docs", SMALL) : null;
    docs?.append(make("span", "sr-only", ` of ${service.title}, opens a new tab`));
    return make("p", "links", service.opens ? makeLink(page, service.opens, SMALL) : null, docs);
  }

  faults(service) {
    const seconds = make(
      "select",
      { aria: { label: `For how long ${service.title} is broken` } },
      ...DURATIONS.map((value) =>
        make("option", { value, selected: value === 30 }, value < 300 ? `${value} s` : "5 min"),
      ),
    );
    const kinds = service.kind === "fake" ? [...KINDS.keys()] : ["down"];
    const buttons = kinds.map((kind) =>
      makeButton(SMALL, KINDS.get(kind)[0], {
        title: service.kind === "fake" ? KINDS.get(kind)[1] : "Killed, and kept down.",
        onclick: () => breakService(this.name, this.title, kind, Number(seconds.value)),
      }),
    );
    if (service.kind === "server") {
      buttons.push(
        makeButton(SMALL, "Kill", {
          title: "SIGKILL; it is started again after 2 s.",
          onclick: () => killService(this.name, this.title),
        }),
      );
    }
    return make(
      "div",
      { className: "faults", role: "group", aria: { label: `Break ${service.title}` } },
      make("div", "fault-head", make("span", "", "Break for"), seconds, this.end),
      make("div", "fault-buttons", ...buttons),
      make(
        "details",
        "explain",
        make("summary", "", "What these do"),
        make("dl", "", ...explanations(service, kinds)),
      ),
    );
  }

  output() {
    const lines = make("pre", { className: "lines", tabIndex: 0, aria: { label: "Last lines" } });
    const load = async () => {
      const answer = await logs(this.name);
      if (answer.kind === "ok") {
        const printed = answer.body.lines.map((line) => line.text);
        lines.textContent = printed.join("\n") || "Nothing yet.";
        lines.scrollTop = lines.scrollHeight;
      } else {
        lines.textContent = problemOf(answer);
      }
    };
    const details = make(
      "details",
      { ontoggle: () => details.open && load() },
      make("summary", "", "What it prints"),
      lines,
      makeButton(SMALL, "Refresh", { onclick: load }),
    );
    return details;
  }
}

function explanations(service, kinds) {
  const rows = kinds.map((kind) => [
    KINDS.get(kind)[0],
    service.kind === "fake" ? KINDS.get(kind)[1] : "The process is killed and kept down that long.",
  ]);
  if (service.kind === "server") {
    rows.push(["Kill", "SIGKILL, no goodbye; started again after 2 s."]);
  }
  return rows.flatMap(([name, text]) => [make("dt", "", name), make("dd", "", text)]);
}

function credentials(service) {
  const rows = Object.entries(service.credentials).flatMap(([name, value]) => {
    const label = `Copy ${name} of ${service.title}`;
    const button = makeButton(SMALL, "Copy", { aria: { label } });
    copyOnClick(button, () => value);
    return [make("dt", "", name), make("dd", "", make("code", "", value), button)];
  });
  const summary = service.kind === "fake" ? "Credentials it accepts" : "Credentials";
  return make("details", "credentials", make("summary", "", summary), make("dl", "", ...rows));
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
