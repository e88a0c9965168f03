// The modules are served to browsers without a package.json, so Node would not know their kind.
// Each becomes a data: address, and so does what it imports.
import { readFile } from "node:fs/promises";

const FOLDER = new URL("../../assets/js/", import.meta.url);

/** Imports one of the page's modules that need no document. */
export async function load(name) {
  return import(await address(name));
}

async function address(name) {
  let source = await readFile(new URL(name, FOLDER), "utf8");
  for (const [clause, imported] of source.matchAll(/from "\.\/([\w-]+\.js)"/g)) {
    source = source.replace(clause, `from "${await address(imported)}"`);
  }
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
