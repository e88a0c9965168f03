/** Signing in to the video reception: its documented routes, in the form that the page kit takes. */

import { send } from "../../kit/js/api.js";

/** @type {import("../../kit/js/sign-in.js").Accounts} */
export const ACCOUNTS = {
  // Nobody is signed in is an answer too.
  async who() {
    const answer = await send("GET", "api/auth/me");
    return answer.status === 401 ? { ...answer, kind: "ok", body: { account: null } } : withAccount(answer);
  },
  signIn: async (body) => withAccount(await send("POST", "api/auth/login", { body })),
  signOut: () => send("POST", "api/auth/logout"),
};

function withAccount(answer) {
  return answer.kind === "ok" ? { ...answer, body: { account: answer.body.user ?? answer.body } } : answer;
}
