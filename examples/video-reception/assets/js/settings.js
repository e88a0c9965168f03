/** What the server says of itself to everybody. */

import { send } from "../../kit/js/api.js";

const DEFAULTS = { fallbackUrl: null, ringTimeoutSeconds: 60, recordingAllowed: true, stunConfigured: false, turnConfigured: false };

/** @returns {Promise<typeof DEFAULTS>} what is usual, if the server does not answer */
export async function readSettings() {
  const answer = await send("GET", "api/settings");
  return { ...DEFAULTS, ...(answer.kind === "ok" ? answer.body : {}) };
}
