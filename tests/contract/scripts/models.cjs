// What the SDK's own declarations say of an answer's model.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const sdk = path.dirname(require.resolve("purecloud-platform-client-v2/package.json"));
const models = read(fs.readFileSync(path.join(sdk, "index.d.ts"), "utf8"));

/** The fields of each model: what they may hold, and whether they may be missing. */
function read(declarations) {
  const found = new Map();
  const all = declarations.slice(declarations.indexOf("declare namespace Models"));
  for (const [, name, body] of all.matchAll(/export interface (\w+) \{ ?\n([^]*?)\n\t\}/g)) {
    const fields = body.matchAll(/^\t\t"([^"]+)"(\??): (.+);$/gm);
    found.set(name, new Map([...fields].map(([, field, mark, type]) => [field, { type, optional: mark === "?" }])));
  }
  return found;
}

/** Where `value` is not what the SDK declares as `type`, such as `Models.User` or `Array<string>`. */
function differences(type, value, at = "body") {
  const [, list] = type.match(/^Array<(.+)>$/) ?? [];
  if (list) {
    if (!Array.isArray(value)) return [`${at} is not a list`];
    return value.flatMap((item, index) => differences(list, item, `${at}[${index}]`));
  }
  if (["string", "number", "boolean"].includes(type)) {
    return typeof value === type ? [] : [`${at} is not a ${type}`];
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [`${at} is not an object`];
  const [, entry] = type.match(/^\{ \[key: string\]: (.+); \}$/) ?? [];
  if (entry) {
    return Object.entries(value).flatMap(([name, field]) => differences(entry, field, `${at}.${name}`));
  }
  return type === "object" ? [] : ofModel(type, value, at);
}

function ofModel(type, value, at) {
  const fields = models.get(type.replace("Models.", ""));
  if (!fields) throw new Error(`the SDK declares no ${type}`);
  const found = [];
  for (const [name, field] of Object.entries(value)) {
    const declared = fields.get(name);
    const here = `${at}.${name}`;
    found.push(...(declared ? differences(declared.type, field, here) : [`${here} is not declared`]));
  }
  for (const [name, { optional }] of fields) {
    if (!optional && value[name] === undefined) found.push(`${at}.${name} is missing`);
  }
  return found;
}

/** An answer, after its body was found to be what the SDK declares. */
function expectModel(type, answer) {
  const found = differences(type, answer.body);
  if (found.length > 0) throw new Error(`an answer is no ${type}:\n  ${found.join("\n  ")}`);
  return answer;
}

module.exports = { expectModel };
