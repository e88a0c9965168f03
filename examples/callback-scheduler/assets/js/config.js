/** What the server tells the pages about itself. */

import { readConfig } from "../../kit/js/config.js";

/**
 * @typedef {object} Config
 * @property {string} defaultRegion two-letter region of numbers without a country code
 * @property {string[]} allowedCountries two-letter regions that may be called
 * @property {number} maxDaysAhead
 * @property {number} durationMinutes
 * @property {string|null} businessHours e.g. `Mon-Fri 09:00-17:00`
 * @property {string|null} businessTimeZone IANA zone of the business hours
 * @property {boolean} keepUntilSlot the number is kept until the appointment and 24 hours more
 */

/** @type {Config} */
export const config = readConfig({
  defaultRegion: "US",
  allowedCountries: [],
  maxDaysAhead: 30,
  durationMinutes: 30,
  businessHours: null,
  businessTimeZone: null,
  keepUntilSlot: false,
});

/** Says how a number without a country code is read, and which countries we call. */
export function phoneHint() {
  const home = place(config.defaultRegion);
  const places = config.allowedCountries.map(place);
  if (places.length === 1 && places[0] === home) {
    return `It must be a number in ${home}, with or without the country code.`;
  }
  const reach = places.length > 0 && places.length <= 4 ? ` We reach ${listed(places)}.` : "";
  return `Without a country code we read it as a number in ${home}.${reach}`;
}

function listed(names) {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function place(code) {
  const name = regionName(code);
  return /^(United|Netherlands|Philippines|Bahamas|Maldives|Czech Republic)/.test(name)
    ? `the ${name}`
    : name;
}

// The English name of a two-letter region, or the code where none is known.
function regionName(code) {
  try {
    return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
