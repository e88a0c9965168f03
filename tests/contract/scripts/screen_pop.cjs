// Runs one of the document's snippets, unchanged, and prints what it made of a call.
//
// The snippets name `https://crm.example.com` and `your-api-key-here`, which everybody replaces by
// their own: here the network does it. What they call of a platform is noted.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const DOCUMENTED = "https://crm.example.com";

const input = JSON.parse(process.argv[2]);
const { log, fetch: send, settled } = network(input.url, input.key);
const noted = [];
const note = (name) => (...given) => noted.push([name, ...given]);

const context = vm.createContext({
  exports: {},
  fetch: send,
  process: { env: { CRM_API_KEY: input.key } },
  console: { error: note("console.error") },
  openScreenPop: note("openScreenPop"),
  showNewLeadForm: note("showNewLeadForm"),
  five9: { screenPop: note("five9.screenPop") },
  setAttributes: note("setAttributes"),
});

/** `fetch` as the snippets know it, of a service that is somewhere else. */
function network(url, key) {
  const log = [];
  const open = new Set();
  const follow = (promise) => {
    open.add(promise);
    const close = () => open.delete(promise);
    promise.then(close, close);
    return promise;
  };
  const send = async (address, { method, headers, body }) => {
    if (!address.startsWith(DOCUMENTED)) throw new Error("another address");
    if (url === null) throw new Error("the network is down");
    const own = { ...headers, "x-api-key": key };
    const answer = await fetch(url + address.slice(DOCUMENTED.length), { method, headers: own, body });
    log.push({ method, status: answer.status, key: headers["x-api-key"] });
    return { ok: answer.ok, status: answer.status, json: () => follow(answer.json()) };
  };
  const settled = async () => {
    do {
      await Promise.allSettled([...open]);
      await new Promise(setImmediate);
    } while (open.size > 0);
  };
  return { log, fetch: (...given) => follow(send(...given)), settled };
}

async function main() {
  for (const name of input.snippets) {
    const source = readFileSync(join(__dirname, "screen_pop", `${name}.js`), "utf8");
    vm.runInContext(source, context, { filename: `${name}.js` });
  }
  // `call` is the line that a platform would run.
  const answers = [];
  for (const call of input.calls) {
    answers.push(await vm.runInContext(call, context));
    await settled();
  }
  process.stdout.write(JSON.stringify({ answers, noted, log }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
