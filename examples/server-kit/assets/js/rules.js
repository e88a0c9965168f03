/** Rules of fields, checked early. The server has the last word. No document. */

/** @typedef {(value: string) => string | null} Rule gives the message of what is wrong */

const CONTROLS = "Remove the invisible control characters";

/**
 * A value that must be given.
 * @returns {Rule}
 */
export function requiredRule(message) {
  return (value) => (value.trim() === "" ? message : null);
}

/**
 * A text of so many characters at most, without control characters.
 * @param {number} most
 * @param {(over: number) => string} tooLong the message for a text with too many characters
 * @returns {Rule}
 */
export function textRule(most, tooLong = removeSome) {
  return (value) => {
    const over = length(value.trim()) - most;
    if (over > 0) {
      return tooLong(over);
    }
    return /\p{Cc}/u.test(value.trim()) ? CONTROLS : null;
  };
}

/** `Remove 3 characters`. */
export function removeSome(over) {
  return `Remove ${over} ${over === 1 ? "character" : "characters"}`;
}

/** An instant that lies ahead. */
export function futureRule(date, now) {
  return date.getTime() <= now.getTime() ? "Choose a time in the future" : null;
}

/** Counts characters as people and servers do, not UTF-16 units. */
export function length(text) {
  return [...text].length;
}
