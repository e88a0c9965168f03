/** People as the pages show them. */

import { make } from "../../kit/js/dom.js";

/** @typedef {{id: string, name: string, department?: string, status: string}} Person */

const STATUS = { available: "Available", busy: "In a call", away: "Away" };
const RANK = { available: 0, busy: 1 };
const TONES = { available: "ok", busy: "warn" };

/** One or two letters for a name. Pure. */
export function initialsOf(name) {
  const words = name.trim().split(/\s+/).filter((word) => word !== "");
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...word][0].toUpperCase()).join("") || "?";
}

/** A status in words; one that nobody knows stays. Pure. */
export function statusText(status) {
  return STATUS[status] ?? String(status ?? "");
}

/** People who can be called first, then by name. Pure. */
export function inOrder(staff) {
  const rank = ({ status }) => RANK[status] ?? 2;
  return [...staff].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

export function avatar(name, more = "") {
  return make("span", { className: `avatar ${more}`.trim(), aria: { hidden: "true" } }, initialsOf(name));
}

export function statusBadge(status) {
  return make("span", `badge badge--${TONES[status] ?? "none"}`, statusText(status));
}
