// A sign-in that must be refused.
"use strict";

const { connect, input, main } = require("./sdk.cjs");

main(async () => {
  const client = connect();
  try {
    await client.loginClientCredentialsGrant(input.clientId, input.clientSecret);
  } catch (error) {
    if (!error.response) throw error;
    return { status: error.response.status, body: error.response.data };
  }
  throw new Error("the sign-in succeeded");
});
