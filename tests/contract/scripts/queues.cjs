// A queue at work: who serves it, what happens in it, how long it takes, and how it is filed.
"use strict";

const { input, main, platformClient, refused, seen, signIn } = require("./sdk.cjs");
const { expectModel } = require("./models.cjs");

main(async () => {
  await signIn();
  const routing = new platformClient.RoutingApi();
  const { queueId, codeId } = input;
  const as = async (model, call) => seen(expectModel(`Models.${model}`, await call));

  return {
    members: await as(
      "QueueMemberEntityListing",
      routing.getRoutingQueueMembers(queueId, { expand: ["routingStatus", "presence"], joined: true }),
    ),
    strangers: await as(
      "QueueMemberEntityListing",
      routing.getRoutingQueueMembers(queueId, { joined: false }),
    ),
    observations: await as(
      "QueueObservationQueryResponse",
      routing.postAnalyticsQueuesObservationsQuery(input.question),
    ),
    wait: await as("EstimatedWaitTimePredictions", routing.getRoutingQueueEstimatedwaittime(queueId)),
    waitForMessages: await as(
      "EstimatedWaitTimePredictions",
      routing.getRoutingQueueMediatypeEstimatedwaittime(queueId, "message"),
    ),
    views: await as("QueueEntityListing", routing.getRoutingQueuesDivisionviews({ name: "Video*" })),
    codes: await as("WrapupCodeEntityListing", routing.getRoutingWrapupcodes({ pageSize: 1 })),
    codesOfQueue: await as("WrapupCodeEntityListing", routing.getRoutingQueueWrapupcodes(queueId)),
    code: await as("WrapupCode", routing.getRoutingWrapupcode(codeId)),
    unknownCode: await refused(routing.getRoutingWrapupcode("unknown")),
  };
});
