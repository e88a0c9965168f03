/** What the server tells the page about itself. */

/**
 * @typedef {object} Config
 * @property {"dev" | "staging" | "production"} environment
 * @property {string} environmentName e.g. `Development`
 * @property {string} host of VideoEngager in this environment
 * @property {boolean} pakConfigured the server has a Partner API Key for this environment
 * @property {boolean} allowPakEntry a Partner API Key may be typed in
 * @property {boolean} operatorRequired the Partner API Key needs an operator's sign-in
 * @property {{min: number, max: number}} duration minutes
 * @property {boolean} sandbox
 */

/** @type {Config} */
const DEFAULTS = {
  environment: "dev",
  environmentName: "Development",
  host: "",
  pakConfigured: false,
  allowPakEntry: false,
  operatorRequired: true,
  duration: { min: 15, max: 1440 },
  sandbox: false,
};

/** The settings that the server wrote into the body element. */
export const config = { ...DEFAULTS, ...parse(document.body.dataset.config) };

/** The environment and its host, as in `Staging · staging.videoengager.com`. */
export function environmentLabel() {
  return config.host === "" ? config.environmentName : `${config.environmentName} · ${config.host}`;
}

function parse(text) {
  try {
    const value = JSON.parse(text ?? "");
    return value !== null && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
}
