/** The page that the screen-pop URL opens: one case, alone or inside of another page. */

import { send } from "../../../kit/js/api.js";
import { arriveAt, byId, make, setText } from "../../../kit/js/dom.js";
import { Session } from "../../../kit/js/session.js";
import { readConfig } from "../../../kit/js/config.js";
import { factList, nameOf, statusBadge } from "../facts.js";
import { wordsOf } from "../locale.js";

const { locale, id } = readConfig({ locale: "en", id: "" });
const words = wordsOf(locale);
const isFramed = window.top !== window;
const views = ["newTab", "case", "missing"];
const ofSignIn = { ...words.form, loading: words.loading, heading: words.signIn, lead: words.signInLead };
const session = new Session(views, { entered: () => void load(), left }, ofSignIn);

prepare();
void session.start();

function prepare() {
  document.documentElement.lang = words.locale;
  document.documentElement.toggleAttribute("data-framed", isFramed);
  setText(byId("signOut"), words.signOut);
  setText(byId("newTabHeading"), words.signIn);
  setText(byId("newTabText"), words.newTabText);
  setText(byId("newTabLink"), words.newTab);
  byId("newTabLink").href = location.href;
  document.title = `${words.case} ${id}`;
}

async function load() {
  session.show("loading");
  const answer = await send("GET", `api/cases/${encodeURIComponent(id)}`);
  if (answer.kind === "ok") {
    show(answer.body);
  } else if (answer.status === 401) {
    // Signed in a moment ago, and not known any more: the cookie was not kept.
    if (isFramed) {
      session.show("newTab");
    } else {
      session.ask();
    }
  } else if (answer.status === 404 || answer.status === 403) {
    explain(answer.status === 404);
  } else {
    session.fail({ ...answer, error: words.failed }, () => void load());
  }
}

function show(match) {
  const name = nameOf(words, match);
  byId("case").replaceChildren(
    make(
      "div",
      "case__bar",
      make("span", "", `${words.case} ${match.case_id}`),
      statusBadge(words, match),
    ),
    make("h1", { id: "caseHeading", tabIndex: -1 }, name),
    factList(words, match),
  );
  document.title = `${name} · ${words.case} ${match.case_id}`;
  session.show("case");
  if (!isFramed) {
    arriveAt("caseHeading");
  }
}

function explain(isMissing) {
  setText(byId("missingHeading"), isMissing ? words.missing : words.forbidden);
  setText(byId("missingText"), isMissing ? words.missingText : "");
  session.show("missing");
  arriveAt("missingHeading");
}

/** What one person saw is not there for the next. */
function left() {
  byId("case").replaceChildren();
  document.title = `${words.case} ${id}`;
}
