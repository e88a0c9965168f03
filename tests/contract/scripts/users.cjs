// The user whose token it is, a user by id, and a presence that is set.
"use strict";

const { input, main, platformClient, seen, signIn } = require("./sdk.cjs");
const { expectModel } = require("./models.cjs");

main(async () => {
  await signIn();
  const users = new platformClient.UsersApi();
  const presence = new platformClient.PresenceApi();
  const expand = ["presence", "routingStatus"];

  return {
    me: seen(expectModel("Models.UserMe", await users.getUsersMe({ expand }))),
    bare: seen(expectModel("Models.User", await users.getUser(input.userId))),
    set: seen(expectModel(
      "Models.UserPresence",
      await presence.patchUserPresence(input.userId, "PURECLOUD", input.presence),
    )),
    read: seen(expectModel(
      "Models.UserPresence",
      await presence.getUserPresence(input.userId, "PURECLOUD"),
    )),
  };
});
