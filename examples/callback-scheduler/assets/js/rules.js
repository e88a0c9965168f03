/** The server's field rules, checked early. The server has the last word. No document. */

/** @typedef {(value: string) => string | null} Rule gives the message of what is wrong */

export const SUBJECT_MAX = 200;
const NAME_MAX = 100;

/**
 * A required name of 1 to 100 characters.
 * @returns {Rule}
 */
export function nameRule(label) {
  return (value) => {
    const name = value.trim();
    if (name === "") {
      return `Enter your ${label}`;
    }
    if (length(name) > NAME_MAX) {
      return `Use at most ${NAME_MAX} characters`;
    }
    return hasControls(name) ? "Remove the invisible control characters" : null;
  };
}

/** @type {Rule} A number without letters. */
export function phoneRule(value) {
  const number = value.trim();
  if (number === "") {
    return "Enter your phone number";
  }
  if (/\p{L}/u.test(number)) {
    return "Use digits only, without letters";
  }
  return /\d/.test(number) ? null : "Enter a number with digits, such as +1 202 555 0147";
}

/** @type {Rule} An optional subject of at most 200 characters. */
export function subjectRule(value) {
  const over = length(value.trim()) - SUBJECT_MAX;
  if (over > 0) {
    return `Remove ${over} ${over === 1 ? "character" : "characters"}`;
  }
  return hasControls(value) ? "Remove the invisible control characters" : null;
}

/** Checks an instant: in the future and not too far ahead. */
export function whenProblem(date, now, maxDaysAhead) {
  if (date.getTime() <= now.getTime()) {
    return "Choose a time in the future";
  }
  if (date.getTime() > latest(now, maxDaysAhead).getTime()) {
    return `Choose a time within the next ${maxDaysAhead} days`;
  }
  return null;
}

/** The last instant that can be booked. */
export function latest(now, maxDaysAhead) {
  return new Date(now.getTime() + maxDaysAhead * 86_400_000);
}

/** Counts characters as people and the server do, not UTF-16 units. */
export function length(text) {
  return [...text].length;
}

function hasControls(text) {
  return /\p{Cc}/u.test(text);
}
