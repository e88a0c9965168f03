/** What the visitor's form asks for. No document. */

import { requiredRule, textRule } from "../../../kit/js/rules.js";

/** @returns {import("../../../kit/js/rules.js").Rule} */
export function both(first, second) {
  return (value) => first(value) ?? second(value);
}

export const nameRule = both(requiredRule("Enter your name"), textRule(100));
export const purposeRule = both(requiredRule("Say in a few words what it is about"), textRule(500));
export const emailRule = both(requiredRule("Enter your e-mail address"), (value) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()) ? null : "Enter an e-mail address such as robin@example.com",
);
