/** What the server tells the page about itself. */

import { readConfig } from "../../kit/js/config.js";

/**
 * @typedef {object} Config
 * @property {"dev" | "staging" | "production"} environment
 * @property {string} environmentName e.g. `Development`
 * @property {string} host of VideoEngager in this environment
 * @property {boolean} pakConfigured the server has a Partner API Key for this environment
 * @property {boolean} allowPakEntry a Partner API Key may be typed in
 * @property {boolean} operatorRequired the Partner API Key needs an operator's sign-in
 * @property {{min: number, max: number}} duration minutes
 */

/** @type {Config} */
export const config = readConfig({
  environment: "dev",
  environmentName: "Development",
  host: "",
  pakConfigured: false,
  allowPakEntry: false,
  operatorRequired: true,
  duration: { min: 15, max: 1440 },
});

/** The environment and its host, as in `Staging · staging.videoengager.com`. */
export function environmentLabel() {
  return config.host === "" ? config.environmentName : `${config.environmentName} · ${config.host}`;
}
