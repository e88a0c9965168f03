/** The dropdown of agents. */

import { byId, make, setText } from "../../kit/js/dom.js";
import { Field } from "../../kit/js/form.js";
import { failureOf } from "../../kit/js/messages.js";
import { requiredRule } from "../../kit/js/rules.js";
import { listAgents } from "./api.js";
import { ACTIONS } from "./messages.js";

export class AgentField extends Field {
  #session;
  #chosen = "";
  /** Counts loads, because only the last one may fill the dropdown. */
  #loads = 0;
  #loading = false;
  #note = byId("agentSelect-note");
  #reload = byId("reloadAgents");

  /** @param {import("./session.js").Session} session */
  constructor(session) {
    super("agentSelect", requiredRule("Choose an agent"));
    this.#session = session;
    this.#reload.addEventListener("click", async () => {
      await this.load();
      this.input.focus();
    });
  }

  /** Fills the dropdown; what was chosen stays chosen where it still exists. */
  async load() {
    if (!this.#loading) {
      this.#chosen = this.input.value;
    }
    this.#loading = true;
    this.#loads += 1;
    const load = this.#loads;
    this.#reload.hidden = true;
    this.setError(null);
    setText(this.#note, "");
    this.#fill("Loading agents…", []);
    this.input.disabled = true;
    const answer = await listAgents();
    if (load !== this.#loads) {
      return;
    }
    const chosen = this.#chosen;
    this.#loading = false;
    this.input.disabled = false;
    if (answer.kind === "ok") {
      this.#show(answer.body, chosen);
    } else if (answer.status === 401) {
      this.#fill("Choose an agent", chosen === "" ? [] : [{ email: chosen, label: chosen }]);
      this.input.value = chosen;
      this.#reload.hidden = false;
      void this.#session.again();
    } else {
      const { title, text } = failureOf(answer, ACTIONS.loadAgents);
      this.#fill("No agents", []);
      this.setError(`${title}. ${text}`.trim());
      this.#reload.hidden = false;
    }
  }

  #show(body, chosen) {
    const all = Array.isArray(body) ? body : [body];
    const agents = all.map(readAgent).filter((agent) => agent !== null);
    const without = all.length - agents.length;
    agents.sort((one, other) => one.label.localeCompare(other.label));
    this.#fill(agents.length === 0 ? "No agents" : "Choose an agent", agents);
    this.#reload.hidden = agents.length > 0;
    if (agents.length === 0) {
      this.setError("There is no agent to schedule with. Add one in VideoEngager.");
    } else if (agents.some(({ email }) => email === chosen)) {
      this.input.value = chosen;
    } else if (agents.length === 1) {
      this.input.value = agents[0].email;
    }
    setText(this.#note, without === 0 ? "" : leftOut(without));
  }

  #fill(placeholder, agents) {
    const options = [{ email: "", label: placeholder }, ...agents].map(({ email, label }) =>
      make("option", { value: email }, label),
    );
    this.input.replaceChildren(...options);
  }
}

// Meetings are scheduled by e-mail address, which an agent without an account does not have.
function readAgent(agent) {
  const email = agent?._account?.email;
  if (typeof email !== "string" || email === "") {
    return null;
  }
  const name = [agent.firstName, agent.lastName]
    .filter((part) => typeof part === "string" && part !== "")
    .join(" ");
  return { email, label: name === "" ? email : `${name} (${email})` };
}

function leftOut(count) {
  return count === 1
    ? "One agent without an account is left out."
    : `${count} agents without an account are left out.`;
}
