// The modules are served to browsers without a package.json, so Node would not know their kind.
// Each becomes a data: address, and so does what it imports.
import { webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";

const KIT = new URL("../../assets/js/", import.meta.url);

// Browsers have it, and Node has it from version 19 on.
globalThis.crypto ??= webcrypto;

/** Imports a module of the page kit that needs no document. */
export function loadKit(name) {
  return load(new URL(name, KIT));
}

/** Imports a module of a server's own page that needs no document. */
export async function load(file) {
  return import(await address(file));
}

async function address(file) {
  let source = await readFile(file, "utf8");
  for (const [clause, imported] of source.matchAll(/from "(\.{1,2}\/[\w./-]+\.js)"/g)) {
    source = source.replace(clause, `from "${await address(target(file, imported))}"`);
  }
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

// A server serves the kit beside its own assets; on disk it is in a folder of its own.
function target(file, imported) {
  const [, inKit] = /^(?:\.\.\/)+kit\/js\/(.+)$/.exec(imported) ?? [];
  return inKit === undefined ? new URL(imported, file) : new URL(inKit, KIT);
}
