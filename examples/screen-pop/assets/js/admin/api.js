/** Calls of the administration. */

import { send } from "../../../kit/js/api.js";
import { toast } from "../../../kit/js/toast.js";

/** What happens when nobody is signed in any more; the page sets it. */
export const signedOut = { then: () => {} };

/** Asks or changes something; says what is wrong, and gives null then. */
export async function call(method, path, options = {}) {
  const answer = await send(method, path, options);
  return said(answer) ? answer.body ?? {} : null;
}

/** Whether an answer is good; else says what is wrong. */
export function said(answer) {
  if (answer.kind === "ok") {
    return true;
  }
  if (answer.status === 401) {
    signedOut.then();
    return false;
  }
  const text = answer.kind === "interrupted" ? "The server does not answer." : answer.error;
  toast(answer.details[0] ?? (text || `The server answered ${answer.status}.`), { bad: true });
  return false;
}
