/** How long to wait before the next try. No document. */

const FIRST_MS = 500;
const MOST_MS = 10_000;

/**
 * The wait before a try: twice as long each time, at most ten seconds, and somewhere in the upper
 * half of that, so that all pages of a server that restarts do not come at once.
 * @param {number} attempt 0 for the first
 * @param {number} random from 0 to 1
 */
export function delayOf(attempt, random) {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(whole * (0.5 + random / 2));
}
