/** The server's field rules, checked early. The server has the last word. No document. */

import { removeSome, textRule as textUpTo } from "../../kit/js/rules.js";

/** @typedef {import("../../kit/js/rules.js").Rule} Rule */

const TEXT_MAX = 200;
const PHONE_MAX = 32;

/** An optional text of at most 200 characters. */
export const textRule = textUpTo(
  TEXT_MAX,
  (over) => `${removeSome(over)}: at most ${TEXT_MAX} are possible`,
);

/** @type {Rule} An optional e-mail address. */
export function emailRule(value) {
  const email = value.trim();
  if (email === "") {
    return null;
  }
  if (/\s/.test(email) || !/^[^@]+@[^@]+$/.test(email)) {
    return "Enter an e-mail address";
  }
  return textRule(email);
}

/** @type {Rule} An optional number as people write it. */
export function phoneRule(value) {
  const phone = value.trim();
  if (phone === "") {
    return null;
  }
  if (!/^[\d+\-(). /]+$/.test(phone)) {
    return "Use digits and + - ( ) . /";
  }
  if (!/\d/.test(phone)) {
    return "Enter a number with digits, such as +1 202 555 0147";
  }
  return phone.length > PHONE_MAX ? `Use at most ${PHONE_MAX} characters` : null;
}

/**
 * A whole number of minutes.
 * @param {{min: number, max: number}} limits
 * @returns {Rule}
 */
export function durationRule({ min, max }) {
  return (value) => {
    const minutes = parseMinutes(value);
    if (minutes === null) {
      return value.trim() === ""
        ? "Enter the duration in minutes"
        : "Enter whole minutes, in digits";
    }
    return minutes < min || minutes > max ? `Duration must be from ${min} to ${max} minutes` : null;
  };
}

/** Whole minutes, or null for anything else. */
export function parseMinutes(value) {
  const text = value.trim();
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}
