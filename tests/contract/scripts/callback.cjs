// A callback from its creation to its end.
"use strict";

const { input, main, platformClient, seen, signIn } = require("./sdk.cjs");

main(async () => {
  await signIn();
  const conversations = new platformClient.ConversationsApi();

  const created = await conversations.postConversationsCallbacks(input.callback);
  const id = created.body.conversation.id;
  const read = await conversations.getConversationsCallback(id);
  const moved = await conversations.patchConversationsCallbacks({
    conversationId: id,
    agentId: input.agentId,
    callbackScheduledTime: input.newTime,
  });
  const cancelled = await conversations.patchConversationsCallback(id, { state: "disconnected" });
  const after = await conversations.getConversationsCallback(id);

  return {
    created: seen(created),
    read: seen(read),
    moved: seen(moved),
    cancelled: seen(cancelled),
    after: seen(after),
  };
});
