/** What the server tells the page about itself. */

/**
 * @typedef {object} Config
 * @property {string} defaultRegion two-letter region of numbers without a country code
 * @property {string[]} allowedCountries two-letter regions that may be called
 * @property {number} maxDaysAhead
 * @property {number} durationMinutes
 * @property {string|null} businessHours e.g. `Mon-Fri 09:00-17:00`
 * @property {string|null} businessTimeZone IANA zone of the business hours
 * @property {boolean} sandbox
 * @property {boolean} keepUntilSlot the number is kept until the appointment and 24 hours more
 */

/** @type {Config} */
const DEFAULTS = {
  defaultRegion: "US",
  allowedCountries: [],
  maxDaysAhead: 30,
  durationMinutes: 30,
  businessHours: null,
  businessTimeZone: null,
  sandbox: false,
  keepUntilSlot: false,
};

/** Reads the settings that the server wrote into the body element. */
export function readConfig() {
  const config = { ...DEFAULTS, ...parse(document.body.dataset.config) };
  document.body.classList.toggle("is-sandbox", config.sandbox === true);
  return config;
}

// The English name of a two-letter region, or the code where none is known.
function regionName(code) {
  try {
    return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Says how a number without a country code is read, and which countries we call. */
export function phoneHint(config) {
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

function parse(text) {
  try {
    const value = JSON.parse(text ?? "");
    return value !== null && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
}
