// Open Messaging: what a customer writes, and receipts of what the agent answers.
"use strict";

const { input, main, platformClient, seen, signIn } = require("./sdk.cjs");

main(async () => {
  await signIn();
  const conversations = new platformClient.ConversationsApi();
  const send = (what, body, options) =>
    conversations[`postConversationsMessageInboundOpen${what}`](input.integrationId, body, options);

  return {
    message: seen(await send("Message", input.message, { prefetchConversationId: true })),
    attachment: seen(await send("Message", input.attachment)),
    event: seen(await send("Event", input.event)),
    structuredResponse: seen(await send("StructuredResponse", input.structuredResponse)),
    deprecated: seen(await conversations.postConversationsMessagesInboundOpen(input.deprecated)),
    unknownReceipt: seen(await send("Receipt", input.receipt)),
  };
});
