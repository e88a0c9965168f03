/** What the server tells the page about itself. */

/**
 * Reads the settings that the server wrote into the body element.
 * @template T
 * @param {T} defaults for whatever is missing
 * @returns {T}
 */
export function readConfig(defaults) {
  return { ...defaults, ...parse(document.body.dataset.config) };
}

function parse(text) {
  try {
    const value = JSON.parse(text ?? "");
    return value !== null && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
}
