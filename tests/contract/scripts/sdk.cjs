// The vendor's own SDK, unchanged, pointed at a fake by its documented gateway settings.
"use strict";

const platformClient = require("purecloud-platform-client-v2");

const input = JSON.parse(process.argv[2]);

function connect() {
  const url = new URL(input.url);
  const client = platformClient.ApiClient.instance;
  client.setGateway({
    host: url.hostname,
    protocol: url.protocol.replace(":", ""),
    port: Number(url.port),
    path_params_login: input.loginPath,
    path_params_api: input.apiPath,
  });
  // Answers with their status and headers.
  client.setReturnExtendedResponses(true);
  return client;
}

async function signIn() {
  const client = connect();
  await client.loginClientCredentialsGrant(input.clientId, input.clientSecret);
  return client;
}

/** What of an answer, good or bad, a test looks at. */
function seen({ status, headers, body }) {
  return { status, headers: { ...headers }, body };
}

/** Waits for a call that must be refused. */
async function refused(call) {
  let answer;
  try {
    answer = await call;
  } catch (error) {
    if (error.status === undefined) throw error;
    return seen(error);
  }
  throw new Error(`the call succeeded with status ${answer.status}`);
}

/** Runs a script, and prints what it gives as JSON. */
function main(script) {
  script().then(
    (found) => process.stdout.write(JSON.stringify(found)),
    (error) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}

module.exports = { connect, input, main, platformClient, refused, seen, signIn };
