/** The server's field rules, checked early. The server has the last word. No document. */

import { futureRule, length, requiredRule, textRule } from "../../kit/js/rules.js";

export const SUBJECT_MAX = 200;
const NAME_MAX = 100;
const nameText = textRule(NAME_MAX, () => `Use at most ${NAME_MAX} characters`);

/**
 * A required name of 1 to 100 characters.
 * @returns {import("../../kit/js/rules.js").Rule}
 */
export function nameRule(label) {
  const given = requiredRule(`Enter your ${label}`);
  return (value) => given(value) ?? nameText(value);
}

/** @type {import("../../kit/js/rules.js").Rule} A number without letters, pasted or typed. */
export function phoneRule(value) {
  // Contact cards put marks that nobody sees and an address scheme in front.
  const number = value.replace(/\p{Cf}/gu, "").trim().replace(/^tel:/i, "");
  if (number === "") {
    return "Enter your phone number";
  }
  if (/\p{L}/u.test(number)) {
    return "Use digits only, without letters";
  }
  return /\p{Nd}/u.test(number) ? null : "Enter a number with digits, such as +1 202 555 0147";
}

/** An optional subject of at most 200 characters. */
export const subjectRule = textRule(SUBJECT_MAX);

/** How many characters of the subject are left. */
export function subjectLeft(value) {
  return SUBJECT_MAX - length(value.trim());
}

/** Checks an instant: in the future and not too far ahead. */
export function whenProblem(date, now, maxDaysAhead) {
  const tooFar = date.getTime() > latest(now, maxDaysAhead).getTime();
  return (
    futureRule(date, now) ?? (tooFar ? `Choose a time within the next ${maxDaysAhead} days` : null)
  );
}

/** The last instant that can be booked. */
export function latest(now, maxDaysAhead) {
  return new Date(now.getTime() + maxDaysAhead * 86_400_000);
}
