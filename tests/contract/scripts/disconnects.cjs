// The ways to end a conversation, one for each of the given ones.
"use strict";

const { input, main, platformClient, refused, seen, signIn } = require("./sdk.cjs");
const { expectModel } = require("./models.cjs");

main(async () => {
  await signIn();
  const conversations = new platformClient.ConversationsApi();
  const [deleted, tornDown, patched] = input.conversationIds;

  return {
    deleted: seen(await conversations.deleteConversation(deleted)),
    tornDown: seen(await conversations.postConversationDisconnect(tornDown)),
    patched: seen(expectModel(
      "Models.Conversation",
      await conversations.patchConversationsMessage(patched, { state: "disconnected" }),
    )),
    unknown: await refused(conversations.deleteConversation("unknown")),
  };
});
