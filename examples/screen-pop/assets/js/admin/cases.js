/** Cases: found, changed, erased. */

import { confirm } from "../../../kit/js/confirm.js";
import { byId, make, makeButton, makeLink, setText } from "../../../kit/js/dom.js";
import { fill } from "../../../kit/js/table.js";
import { toast } from "../../../kit/js/toast.js";
import { nameOf, statusBadge } from "../facts.js";
import { wordsOf } from "../locale.js";
import { call } from "./api.js";
import { CaseDialog } from "./case-dialog.js";
import { count, moment } from "./words.js";

const WORDS = wordsOf("en");
const NAMES = ["Patient", "Status", "Numbers", "Clinic", "Opened", ""];
const PAGE = "50";

export class Cases {
  #shown = [];
  #more = false;
  #search = "";
  #dialog = new CaseDialog((match) => this.#changed(match));

  constructor() {
    byId("searchForm").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search = byId("search").value.trim();
      void this.open();
    });
    byId("searchClear").addEventListener("click", () => {
      byId("search").value = "";
      this.#search = "";
      void this.open();
    });
    byId("casesMore").addEventListener("click", () => void this.#older());
    byId("eraseForm").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#erase();
    });
  }

  async open() {
    const found = await call("GET", "api/cases", { query: this.#query() });
    if (found !== null) {
      this.#shown = found.cases;
      this.#more = found.more;
      this.#draw();
    }
  }

  /** Takes everything personal from the page. */
  clear() {
    this.#shown = [];
    byId("casesTable").replaceChildren();
    byId("search").value = "";
    byId("eraseNumber").value = "";
    this.#search = "";
    this.#dialog.close();
  }

  // What is mostly digits is a number, which is found however it is written.
  #query() {
    const text = this.#search;
    const isNumber = /^[\p{Nd}\s()+./-]+$/u.test(text) && /\p{Nd}{2}/u.test(text);
    const search = text === "" ? {} : isNumber ? { phone: text } : { q: text };
    return { limit: PAGE, ...search };
  }

  async #older() {
    const query = { ...this.#query(), before: this.#shown.at(-1).case_id };
    const found = await call("GET", "api/cases", { query });
    if (found !== null) {
      this.#shown.push(...found.cases);
      this.#more = found.more;
      this.#draw();
    }
  }

  #draw() {
    const shown = count(this.#shown.length, "case", "cases");
    const more = this.#more ? ", and there are more" : "";
    setText(byId("casesNote"), this.#search === "" ? "" : `${shown} found${more}.`);
    byId("casesMore").hidden = !this.#more;
    const empty = this.#search === "" ? "No cases yet." : "Nothing was found.";
    fill(byId("casesTable"), NAMES, this.#shown.map((match) => this.#row(match)), empty);
  }

  #row(match) {
    const { patient, case: about } = match;
    const numbers = [patient.phone, patient.home_phone, patient.cell_phone].filter(Boolean);
    const name = nameOf(WORDS, match);
    const edit = makeButton("button button--compact", "Edit …", {
      onclick: () => this.#dialog.open(match),
      aria: { label: `Edit the case of ${name}` },
    });
    return [
      make("span", "", makeLink(match.screen_pop_url, name), make("span", "reason", `Case ${match.case_id}`)),
      statusBadge(WORDS, match),
      make("span", "", ...[...new Set(numbers)].map((number) => make("span", "reason", number))),
      about.clinic ?? "–",
      moment(about.created_at),
      make("span", "row-actions", edit),
    ];
  }

  #changed(match) {
    this.#shown = this.#shown.map((each) => (each.case_id === match.case_id ? match : each));
    this.#draw();
    toast("The case was changed");
  }

  async #erase() {
    const field = byId("eraseNumber");
    const phone = field.value.trim();
    if (phone === "") {
      field.focus();
      return;
    }
    const text = "All cases with this number are deleted. It cannot be undone.";
    if (await confirm(`Erase ${phone}?`, text, "Erase")) {
      const erased = await call("POST", "api/cases/erase", { body: { phone } });
      if (erased !== null) {
        const nobody = erased.erased === 0;
        field.value = "";
        toast(nobody ? "No case has this number" : `${count(erased.erased, "case was", "cases were")} erased`, {
          bad: nobody,
        });
        await this.open();
      }
    }
  }
}
