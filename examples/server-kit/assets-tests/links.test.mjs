import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const EXAMPLES = new URL("../../", import.meta.url);
const KIT = new URL("server-kit/assets/", EXAMPLES);

/** The asset folders of the kit and of every example beside it. */
async function folders() {
  const examples = await readdir(EXAMPLES, { withFileTypes: true });
  const all = examples.map(({ name }) => new URL(`${name}/assets/`, EXAMPLES));
  return all.filter((folder) => existsSync(folder));
}

async function files(folder, ending) {
  const entries = await readdir(folder, { withFileTypes: true });
  const fitting = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  return fitting.map(({ name }) => new URL(name, folder));
}

/** On disk the kit is in a folder of its own; served it is beside a server's assets. */
function onDisk(path, assets) {
  const [, kind, rest] = /^(?:\.{1,2}\/)+(kit|assets)\/(.*)$/.exec(path) ?? [];
  return kind === undefined ? null : new URL(rest, kind === "kit" ? KIT : assets);
}

async function importsOf(file, assets) {
  const source = await readFile(file, "utf8");
  return [...source.matchAll(/^(?:import|export) [^;]*?from "([^"]+)";/gms)].map(
    ([, path]) => onDisk(path, assets) ?? new URL(path, file),
  );
}

/** Everything that a module loads, itself included. */
async function reach(file, assets, seen = new Set()) {
  if (!seen.has(file.href)) {
    seen.add(file.href);
    for (const imported of await importsOf(file, assets)) {
      await reach(imported, imported.href.startsWith(KIT.href) ? KIT : assets, seen);
    }
  }
  return seen;
}

test("every module imports what is there", async () => {
  for (const assets of await folders()) {
    for (const file of await files(new URL("js/", assets), ".js")) {
      for (const imported of await importsOf(file, assets)) {
        assert.ok(existsSync(imported), `${file.pathname} imports ${imported.pathname}`);
      }
    }
  }
});

test("every page names files that are there, and all that its modules load", async () => {
  for (const assets of (await folders()).filter(({ href }) => href !== KIT.href)) {
    for (const page of await files(assets, ".html")) {
      const text = await readFile(page, "utf8");
      const named = [...text.matchAll(/(?:href|src)="([^"#?]*\.\w+)"/g)].map(([, path]) => path);
      const paths = named.map((path) => onDisk(path, assets));
      assert.ok(!paths.includes(null), `${page.pathname} assumes the root`);
      for (const path of paths) {
        assert.ok(existsSync(path), `${page.pathname} names ${path.pathname}`);
      }
      if (text.includes('rel="modulepreload"')) {
        const modules = paths.filter(({ href }) => href.endsWith(".js")).map(({ href }) => href);
        const [, script] = /<script type="module" src="([^"]+)">/.exec(text);
        const loaded = await reach(onDisk(script, assets), assets);
        assert.deepEqual(modules.sort(), [...loaded].sort(), page.pathname);
      }
    }
  }
});
