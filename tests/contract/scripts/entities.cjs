// Queues and scripts, listed page by page, found by name and read.
"use strict";

const { input, main, platformClient, seen, signIn } = require("./sdk.cjs");

main(async () => {
  await signIn();
  const routing = new platformClient.RoutingApi();
  const scripts = new platformClient.ScriptsApi();

  const queuePages = [];
  let listing;
  do {
    const pageNumber = queuePages.length + 1;
    listing = await routing.getRoutingQueues({ pageNumber, pageSize: 2, sortOrder: "asc" });
    queuePages.push(listing.body.entities.map((queue) => queue.name));
  } while (queuePages.length < listing.body.pageCount);

  return {
    queuePages,
    queuesById: seen(await routing.getRoutingQueues({ id: input.queueIds })),
    queue: seen(await routing.getRoutingQueue(input.queueIds[0])),
    scripts: seen(await scripts.getScripts({ name: input.scriptName })),
    script: seen(await scripts.getScript(input.scriptId)),
  };
});
