// A conversation by message: read, changed at its participants, filed, ended.
"use strict";

const { input, main, platformClient, seen, signIn } = require("./sdk.cjs");
const { expectModel } = require("./models.cjs");

main(async () => {
  await signIn();
  const conversations = new platformClient.ConversationsApi();
  const { conversationId: id, codeId } = input;
  const whole = async () => expectModel("Models.Conversation", await conversations.getConversation(id));
  const byMessage = async () =>
    expectModel("Models.MessageConversation", await conversations.getConversationsMessage(id));

  const own = expectModel("Models.ConversationEntityListing", await conversations.getConversations());
  const before = await whole();
  const of = (purpose) => before.body.participants.find((one) => one.purpose === purpose);
  const [customer, agent] = [of("customer"), of("agent")];
  const attributes = { attributes: { topic: "the roof" } };
  const attributed = await conversations.patchConversationParticipantAttributes(id, customer.id, attributes);
  const codes = expectModel(
    "Array<Models.WrapupCode>",
    await conversations.getConversationParticipantWrapupcodes(id, agent.id),
  );
  const wrapup = { code: codeId, notes: "done" };
  const filed = await conversations.patchConversationParticipant(id, agent.id, { wrapup });
  const legFiled = await conversations.postConversationsMessageParticipantCommunicationWrapup(
    id, agent.id, agent.messages[0].id, { body: wrapup },
  );
  const wrapUp = expectModel(
    "Models.AssignedWrapupCode",
    await conversations.getConversationParticipantWrapup(id, agent.id),
  );
  const messages = await byMessage();
  const left = await conversations.patchConversationsMessageParticipant(
    id, agent.id, { body: { state: "disconnected" } },
  );

  return {
    own: seen(own),
    before: seen(before),
    attributed: seen(attributed),
    codes: seen(codes),
    filed: seen(filed),
    legFiled: seen(legFiled),
    wrapUp: seen(wrapUp),
    messages: seen(messages),
    left: seen(left),
    after: seen(await whole()),
    messagesAfter: seen(await byMessage()),
  };
});
