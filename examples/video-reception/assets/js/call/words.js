/**
 * Four words that both sides of a call see. They are made of the fingerprints of the keys that
 * the call is encrypted with, so they differ if somebody sits in between. No document.
 */

import { WORDS } from "./word-list.js";

const COUNT = 4;

/**
 * The fingerprint in a description, or null where there is none.
 * @param {string | undefined} sdp
 */
export function fingerprintOf(sdp) {
  const [, algorithm, value] = /^a=fingerprint:(\S+) ([0-9A-Fa-f:]+)\s*$/m.exec(sdp ?? "") ?? [];
  return value === undefined ? null : `${algorithm.toLowerCase()} ${value.toUpperCase()}`;
}

/**
 * The words for two fingerprints, whichever of them is one's own.
 * @returns {Promise<string[]>}
 */
export async function wordsOf(one, other) {
  const text = new TextEncoder().encode([one, other].sort().join("\n"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return [...hash.subarray(0, COUNT)].map((byte) => WORDS[byte]);
}
