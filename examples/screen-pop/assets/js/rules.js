/** Rules of this server's fields, checked early. The server has the last word. No document. */

import { requiredRule } from "../../kit/js/rules.js";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** A number that somebody can be called on, or what is written for one. */
export function phoneRule(message) {
  const required = requiredRule(message);
  return (value) => required(value) ?? (/[\p{Nd}]/u.test(value) ? null : "A phone number has digits");
}

/** An e-mail address, or none. */
export function emailRule() {
  return (value) => {
    const text = value.trim();
    return text === "" || EMAIL.test(text) ? null : "Write it like name@example.com";
  };
}

/** An origin of a web page, such as `https://apps.example.com`. */
export function originRule() {
  return (value) => {
    const url = parsed(value.trim());
    const isWeb = url !== null && ["http:", "https:"].includes(url.protocol);
    const isBare = isWeb && url.pathname === "/" && url.search === "" && url.hash === "";
    return isBare ? null : "Write it like https://apps.example.com";
  };
}

/** A whole number within limits. */
export function countRule(least, most) {
  return (value) => {
    const number = Number(value.trim());
    const isFine = /^\d+$/.test(value.trim()) && number >= least && number <= most;
    return isFine ? null : `Enter a whole number from ${least} to ${most.toLocaleString("en")}`;
  };
}

function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
