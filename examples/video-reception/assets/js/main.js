/** The page: signing in, and the greeting. */

import { send } from "../../kit/js/api.js";
import { arriveAt, byId, makeButton, showOnly } from "../../kit/js/dom.js";
import { failureOf } from "../../kit/js/messages.js";
import { alertBox } from "../../kit/js/outcome.js";
import { SignInForm, signOut, whoIsSignedIn } from "../../kit/js/sign-in.js";
import { toast } from "../../kit/js/toast.js";

const VIEWS = ["loading", "problem", "signIn", "greeting"];
const LOAD = {
  failed: "This page could not be loaded",
  interrupted: "Please check your connection and try again.",
};
const SIGN_OUT = {
  failed: "You are still signed in",
  interrupted: "Please check your connection and try again.",
};

const form = new SignInForm(byId("signInForm"), (account) => void greet(account));
byId("signOut").addEventListener("click", () => void leave());
void start();

async function start() {
  showOnly("loading", VIEWS);
  const answer = await whoIsSignedIn();
  if (answer.kind !== "ok") {
    fail(answer);
  } else if (answer.body.account === null) {
    ask();
  } else {
    await greet(answer.body.account);
  }
}

function ask() {
  byId("session").hidden = true;
  showOnly("signIn", VIEWS);
  form.focus();
}

async function greet(account) {
  const answer = await send("GET", "api/greeting");
  if (answer.status === 401) {
    ask();
  } else if (answer.kind !== "ok") {
    fail(answer);
  } else {
    byId("sessionText").textContent = account.email;
    byId("session").hidden = false;
    byId("greetingText").textContent = answer.body.greeting;
    showOnly("greeting", VIEWS);
    arriveAt("greetingText");
  }
}

async function leave() {
  const answer = await signOut();
  if (answer.kind === "ok") {
    ask();
  } else {
    toast(failureOf(answer, SIGN_OUT).title);
  }
}

function fail(answer) {
  const again = makeButton("button", "Try again", { onclick: () => void start() });
  byId("problem").replaceChildren(alertBox(failureOf(answer, LOAD), again));
  showOnly("problem", VIEWS);
  again.focus();
}
