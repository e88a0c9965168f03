/** The page: signing in, and the greeting. */

import { send } from "../../kit/js/api.js";
import { arriveAt, byId, setText } from "../../kit/js/dom.js";
import { Session } from "../../kit/js/session.js";

const session = new Session(["greeting"], { entered: () => void greet() });
void session.start();

async function greet() {
  const answer = await send("GET", "api/greeting");
  if (answer.status === 401) {
    session.ask();
  } else if (answer.kind !== "ok") {
    session.fail(answer, () => void greet());
  } else {
    setText(byId("greetingText"), answer.body.greeting);
    session.show("greeting");
    arriveAt("greetingText");
  }
}
