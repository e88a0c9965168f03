// An Open Messaging integration from its creation to its end.
"use strict";

const { input, main, platformClient, refused, seen, signIn } = require("./sdk.cjs");

main(async () => {
  await signIn();
  const conversations = new platformClient.ConversationsApi();
  const one = (method, id, ...given) =>
    conversations[`${method}ConversationsMessagingIntegrationsOpenIntegrationId`](id, ...given);

  const created = await conversations.postConversationsMessagingIntegrationsOpen(input.integration);
  const id = created.body.id;
  const read = await one("get", id);
  const listed = await conversations.getConversationsMessagingIntegrationsOpen({ pageSize: 1 });
  const changed = await one("patch", id, input.change);
  const deleted = await one("delete", id);

  return {
    created: seen(created),
    read: seen(read),
    listed: seen(listed),
    changed: seen(changed),
    deleted: seen(deleted),
    after: await refused(one("get", id)),
  };
});
