/** The environment in use: named in the header, kept in the links. */

import { byId } from "../../kit/js/dom.js";
import { config, environmentLabel } from "./config.js";

const TONES = { dev: "info", staging: "warn", production: "danger" };

/** Names the environment and marks its link. */
export function showEnvironment() {
  const badge = byId("environment");
  badge.textContent = environmentLabel();
  badge.classList.add(`badge--${TONES[config.environment] ?? "info"}`);
  byId("home").href = `?env=${config.environment}`;
  for (const link of document.querySelectorAll("[data-environment]")) {
    if (link.dataset.environment === config.environment) {
      link.setAttribute("aria-current", "page");
    }
  }
}
