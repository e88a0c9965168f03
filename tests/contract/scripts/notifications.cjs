// A notification channel, and what it listens to.
"use strict";

const { input, main, platformClient, refused, seen, signIn } = require("./sdk.cjs");
const { expectModel } = require("./models.cjs");

main(async () => {
  await signIn();
  const notifications = new platformClient.NotificationsApi();
  const topics = input.topics.map((id) => ({ id }));
  const subscriptions = async (call) => seen(expectModel("Models.ChannelTopicEntityListing", await call));

  const created = expectModel("Models.Channel", await notifications.postNotificationsChannels());
  const { id } = created.body;
  return {
    created: seen(created),
    listed: seen(expectModel(
      "Models.ChannelEntityListing",
      await notifications.getNotificationsChannels(),
    )),
    head: seen(await notifications.headNotificationsChannel(id)),
    subscribed: await subscriptions(notifications.postNotificationsChannelSubscriptions(id, topics)),
    replaced: await subscriptions(
      notifications.putNotificationsChannelSubscriptions(id, topics.slice(1)),
    ),
    read: await subscriptions(notifications.getNotificationsChannelSubscriptions(id)),
    emptied: seen(await notifications.deleteNotificationsChannelSubscriptions(id)),
    after: await subscriptions(notifications.getNotificationsChannelSubscriptions(id)),
    unknown: await refused(notifications.getNotificationsChannelSubscriptions("unknown")),
  };
});
