/** API keys: made, seen once, rotated, revoked. */

import { send } from "../../../kit/js/api.js";
import { confirm } from "../../../kit/js/confirm.js";
import { stayOpenWhile } from "../../../kit/js/dialog.js";
import { byId, make, makeButton, setText } from "../../../kit/js/dom.js";
import { checkAll, Field, showDetails } from "../../../kit/js/form.js";
import { failureOf, invalidFailure } from "../../../kit/js/messages.js";
import { Outcome } from "../../../kit/js/outcome.js";
import { requiredRule, textRule } from "../../../kit/js/rules.js";
import { fill } from "../../../kit/js/table.js";
import { copyOnClick, toast } from "../../../kit/js/toast.js";
import { countRule, originRule } from "../rules.js";
import { call } from "./api.js";
import { count, LIMITS, limitText, moment, rotatedText, rotationText, stateOf, untilText } from "./words.js";

const NAMES = ["Name", "Kind", "State", "Limit", "Uses", "Last used", ""];
const OVERLAP_HOURS = 24;
const MAKE = { failed: "No key was made", interrupted: "Look into the list before you try again." };
const SMALL = "button button--compact";

export class Keys {
  #dialog = byId("keyDialog");
  #outcome = new Outcome(byId("keyOutcome"));
  #name = new Field("keyName", (value) => requiredRule("Enter a name")(value) ?? textRule(100)(value));
  #origin = new Field("keyOrigin", originRule());
  #environment = new Field("keyEnvironment", textRule(50));
  #limit = new Field("keyLimit", countRule(0, 1_000_000));
  #expires = new Field("keyExpires", futureDay);

  constructor() {
    byId("newKey").addEventListener("click", () => this.#begin());
    byId("keyCancel").addEventListener("click", () => this.#dialog.close());
    byId("keyForm").addEventListener("change", () => this.#suit());
    byId("keyForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#create();
    });
    byId("secretDone").addEventListener("click", () => this.#hideSecret());
    copyOnClick(byId("secretCopy"), () => byId("secretValue").value);
    stayOpenWhile(this.#dialog, () => byId("keyCreate").disabled);
  }

  async open() {
    const found = await call("GET", "api/keys");
    if (found !== null) {
      fill(byId("keysTable"), NAMES, found.keys.map((key) => this.#row(key)), "No keys yet.");
    }
  }

  /** Takes what is secret from the page. */
  clear() {
    this.#hideSecret({ stays: true });
    byId("keysTable").replaceChildren();
    this.#dialog.close();
  }

  #row(key) {
    const state = stateOf(key, new Date());
    const isOver = ["revoked", "expired"].includes(state);
    const about = [key.origin, key.environment].filter(Boolean).join(" · ");
    const name = make("span", "", make("strong", "", key.name), make("span", "reason", about));
    const badge = make("span", { className: "status", data: { status: state } }, state);
    const until = untilText(key, state);
    const actions = isOver
      ? ""
      : make(
          "span",
          "row-actions",
          makeButton(SMALL, "Rotate …", { onclick: () => void this.#rotate(key), aria: { label: `Rotate ${key.name}` } }),
          makeButton(`${SMALL} button--danger`, "Revoke …", {
            onclick: () => void this.#revoke(key),
            aria: { label: `Revoke ${key.name}` },
          }),
        );
    return [
      name,
      key.kind,
      make("span", "", badge, until === "" ? null : make("span", "reason", until)),
      limitText(key.limit_per_minute, key.kind),
      key.uses.toLocaleString("en"),
      moment(key.last_used_at),
      actions,
    ];
  }

  #kind() {
    return new FormData(byId("keyForm")).get("kind");
  }

  #begin() {
    byId("keyForm").reset();
    const fields = [this.#name, this.#origin, this.#environment, this.#limit, this.#expires];
    fields.forEach((field) => field.setError(null));
    this.#suit();
    this.#outcome.clear();
    this.#dialog.showModal();
    this.#name.input.focus();
  }

  /** A browser's key has an origin, and a limit of its own. */
  #suit() {
    const kind = this.#kind();
    byId("originField").hidden = kind !== "browser";
    if (Object.values(LIMITS).map(String).includes(this.#limit.input.value)) {
      this.#limit.write(String(LIMITS[kind]));
    }
  }

  async #create() {
    const kind = this.#kind();
    const always = [this.#name, this.#environment, this.#limit, this.#expires];
    const fields = kind === "browser" ? [this.#name, this.#origin, ...always.slice(1)] : always;
    const wrong = checkAll(fields);
    if (wrong > 0) {
      this.#outcome.fail(invalidFailure(wrong));
      return;
    }
    const body = {
      name: this.#name.value,
      kind,
      ...(kind === "browser" && { origin: new URL(this.#origin.value).origin }),
      environment: this.#environment.value || undefined,
      limit_per_minute: Number(this.#limit.value),
      ...(this.#expires.value !== "" && { expires_at: endOfDay(this.#expires.value) }),
    };
    const work = { button: byId("keyCreate"), label: "Creating…", text: "Creating the key…", locked: [byId("keyCancel")] };
    const end = this.#outcome.work(work);
    const answer = await send("POST", "api/keys", { body });
    end();
    if (answer.kind === "ok") {
      this.#dialog.close();
      await this.#showSecret(answer.body, "It is not shown again: store it where the platform keeps its secrets.");
      return;
    }
    const failure = failureOf(answer, MAKE);
    showDetails(fields, answer.details, failure);
    this.#outcome.fail(failure);
  }

  async #rotate(key) {
    // The server keeps one old key: within an overlap, both end at once.
    const isRotating = stateOf(key, new Date()) === "rotating";
    const hours = isRotating ? 0 : OVERLAP_HOURS;
    if (await confirm(`Rotate ${key.name}?`, rotationText(key.name, hours), "Rotate")) {
      const body = { overlap_hours: hours };
      const rotated = await call("POST", `api/keys/${encodeURIComponent(key.id)}/rotate`, { body });
      if (rotated !== null) {
        await this.#showSecret(rotated, rotatedText(hours));
      }
    }
  }

  async #revoke(key) {
    const uses = count(key.uses, "lookup", "lookups");
    const text = `Whoever uses it is refused at once. It made ${uses} so far, the last ${moment(key.last_used_at)}.`;
    if (await confirm(`Revoke ${key.name}?`, text, "Revoke")) {
      const revoked = await call("DELETE", `api/keys/${encodeURIComponent(key.id)}`);
      if (revoked !== null) {
        toast(`${key.name} is revoked`);
        await this.open();
        byId("keysTitle").focus();
      }
    }
  }

  async #showSecret({ name, key }, text) {
    setText(byId("secretText"), `${name}: ${text}`);
    byId("secretValue").value = key;
    byId("secret").hidden = false;
    byId("secret").focus();
    await this.open();
  }

  #hideSecret({ stays = false } = {}) {
    byId("secretValue").value = "";
    byId("secret").hidden = true;
    if (!stays) {
      byId("newKey").focus();
    }
  }
}

function futureDay(value) {
  return value !== "" && endOfDay(value) <= new Date().toISOString() ? "Choose a day in the future" : null;
}

/** The last moment of a day, where the administrator is. */
function endOfDay(value) {
  return new Date(`${value}T23:59:59`).toISOString();
}
