// The demo's control API.

import { notify } from "/assets/js/dom.js";

async function ask(path, options) {
  const response = await fetch(`/api/demo/${path}`, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `The demo answered ${response.status}.`);
  return body;
}

function post(path, body, method = "POST") {
  return ask(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** What a fake received so far. */
export async function journal(service) {
  return (await ask(`journal?service=${encodeURIComponent(service)}&after=0`)).entries;
}

/** The last lines that a server printed. */
export async function logs(service) {
  return (await ask(`logs?service=${encodeURIComponent(service)}`)).lines;
}

/** Breaks a service for a while; says so, or why not. */
export function breakService(service, title, kind, seconds) {
  return tell(post("faults", { service, kind, seconds }), `${title}: ${kind} for ${seconds} s`);
}

/** Ends what was broken. */
export function mendService(service, title) {
  return tell(post("faults", { service }, "DELETE"), `${title} works again`);
}

/** Kills a server's process. */
export function killService(service, title) {
  return tell(post("kill", { service }), `${title} was killed; it starts again in 2 s`);
}

async function tell(request, done) {
  try {
    await request;
    notify(done);
  } catch (error) {
    const unreachable = error instanceof TypeError;
    notify(unreachable ? "The demo does not answer. Is it still running?" : error.message, true);
  }
}

/** Follows what happens; calls back on (re)connection, loss and events. */
export function follow({ connected, lost, services, received }) {
  const source = new EventSource("/api/demo/events");
  source.addEventListener("open", connected);
  source.addEventListener("reload", connected);
  source.addEventListener("services", (event) => services(JSON.parse(event.data).services));
  source.addEventListener("journal", (event) => received(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    lost();
    // A browser gives up on its own after an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => follow({ connected, lost, services, received }), 2000);
    }
  });
}
