/** The dashboard's API. */

import { send } from "../../kit/js/api.js";
import { toast } from "../../kit/js/toast.js";

/** Asks; says what is wrong, and gives null then. */
export async function ask(path, query = {}) {
  const answer = await send("GET", `api/dashboard${path}`, { query });
  return said(answer);
}

/** Changes something; says what is wrong, and gives null then. */
export async function change(method, path, body = {}) {
  return said(await send(method, `api/dashboard${path}`, { body }));
}

/** Erases or exports what is known of a number; says what is wrong, and gives null then. */
export async function privacy(what, number) {
  return said(await send("POST", `api/privacy/${what}`, { body: { number } }));
}

function said(answer) {
  if (answer.kind === "ok") {
    return answer.body;
  }
  const [detail] = answer.details;
  const text = answer.kind === "interrupted" ? "The bridge does not answer." : answer.error;
  toast(detail ?? (text || `The bridge answered ${answer.status}.`), { bad: true });
  return null;
}
