// A token that is looked at, given back, and used once more.
"use strict";

const { main, platformClient, refused, seen, signIn } = require("./sdk.cjs");

main(async () => {
  const client = await signIn();
  const tokens = new platformClient.TokensApi();

  return {
    secondsLeft: (client.authData.tokenExpiryTime - Date.now()) / 1000,
    me: seen(await tokens.getTokensMe({ preserveIdleTTL: true })),
    head: seen(await tokens.headTokensMe()),
    givenBack: seen(await tokens.deleteTokensMe()),
    after: await refused(tokens.getTokensMe()),
  };
});
