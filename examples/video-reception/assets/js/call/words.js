/**
 * Six words that both sides of a call see. They are made of the fingerprints of the keys that
 * the call is encrypted with, so they differ if somebody sits in between. No document.
 */

import { WORDS } from "./word-list.js";

const COUNT = 6;
/**
 * Whoever sits in between may try keys towards either side until both see the same words: with
 * 48 bits that is some 2^25 tries, and this makes each of them slow.
 */
const ROUNDS = 200_000;

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
  const key = await crypto.subtle.importKey("raw", text, "PBKDF2", false, ["deriveBits"]);
  const slowly = { name: "PBKDF2", hash: "SHA-256", iterations: ROUNDS, salt: new Uint8Array(0) };
  const bits = await crypto.subtle.deriveBits(slowly, key, COUNT * 8);
  return [...new Uint8Array(bits)].map((byte) => WORDS[byte]);
}
