// Calls that must be refused, in the given order: each is an API, a method and its arguments.
"use strict";

const { input, main, platformClient, refused, signIn } = require("./sdk.cjs");

main(async () => {
  await signIn();
  const refusals = [];
  for (const [api, method, ...given] of input.calls) {
    refusals.push(await refused(new platformClient[api]()[method](...given)));
  }
  return refusals;
});
