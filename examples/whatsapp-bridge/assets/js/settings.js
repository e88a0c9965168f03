/** The configuration page. */

import { byId, make, makeButton, setText } from "../../kit/js/dom.js";
import { toast } from "../../kit/js/toast.js";
import { ask, change } from "./api.js";

export class Settings {
  mayChange = false;

  async open() {
    const found = await ask("/settings");
    if (found === null) {
      return;
    }
    const changeable = found.settings.filter((setting) => setting.changeable);
    const fixed = found.settings.filter((setting) => !setting.changeable);
    byId("changeable").replaceChildren(...changeable.map((setting) => this.#field(setting)));
    byId("fixed").replaceChildren(...fixed.map(fact));
  }

  #field({ name, help, value, choices }) {
    const id = `setting-${name}`;
    const about = { describedby: `${id}-help ${id}-error` };
    const disabled = !this.mayChange;
    const typed = { id, disabled, autocomplete: "off", spellcheck: false, aria: about };
    const input =
      choices.length > 0 && choices.includes(value)
        ? make(
            "select",
            { id, disabled, aria: about },
            ...choices.map((one) => make("option", { value: one, selected: one === value }, one)),
          )
        : make("input", { ...typed, value });
    const error = make("p", { id: `${id}-error`, className: "setting__error", role: "status" });
    const save = makeButton("button", "Save", { disabled, onclick: () => submit() });
    save.setAttribute("aria-label", `Save ${name}`);
    const submit = async () => {
      const changed = await change("PUT", `/settings/${name}`, { value: input.value });
      setText(error, changed === null ? "Not changed." : "");
      if (changed !== null) {
        input.value = changed.value;
        toast(`${name} is now ${changed.value || "empty"}`);
      }
    };
    return make(
      "div",
      { className: "setting", data: { setting: name } },
      make("label", { htmlFor: id }, name),
      make("p", { id: `${id}-help` }, help ?? ""),
      make("div", "setting__row", input, save),
      error,
    );
  }
}

function fact({ name, help, value, secret, isDefault }) {
  const shown = value === "" ? "not set" : value;
  const isSet = value !== "";
  const note = secret ? " (secret)" : " (default)";
  const noted = isSet && (secret || isDefault);
  return make(
    "div",
    { data: { setting: name } },
    make("dt", "", name),
    make("dd", isSet && !isDefault ? "" : "muted", noted ? shown + note : shown),
    help ? make("dd", "fixed__help", help) : null,
  );
}
