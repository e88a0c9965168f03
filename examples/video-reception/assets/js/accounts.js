/** Signing in to the video reception: its documented routes, in the form that the page kit takes. */

import { send } from "../../kit/js/api.js";

/** @type {import("../../kit/js/sign-in.js").Accounts} */
export const ACCOUNTS = {
  // Nobody is signed in is an answer too.
  async who() {
    const answer = await send("GET", "api/auth/me");
    return answer.status === 401
      ? { ...answer, kind: "ok", body: { account: null } }
      : as(answer, { account: answer.body });
  },
  async signIn(given) {
    const answer = await send("POST", "api/auth/login", { body: given });
    return as(answer, { account: answer.body?.user });
  },
  signOut: () => send("POST", "api/auth/logout"),
};

function as(answer, body) {
  return answer.kind === "ok" ? { ...answer, body } : answer;
}
