/** Tables whose rows become cards on a phone. */

import { make } from "./dom.js";

/**
 * Fills a table.
 * @param {HTMLElement} table
 * @param {string[]} names of the columns; an empty one is for buttons
 * @param {(Node | string)[][]} rows
 * @param {string} empty what is said where there are none
 */
export function fill(table, names, rows, empty) {
  const heads = names.map((name) =>
    name === "" ? make("td") : make("th", { scope: "col" }, name),
  );
  const body = rows.map((cells) =>
    make(
      "tr",
      "",
      ...cells.map((cell, index) => make("td", { data: { name: names[index] } }, wrap(cell))),
    ),
  );
  const none = make("tr", "empty", make("td", { colSpan: names.length }, empty));
  table.replaceChildren(
    make("thead", "", make("tr", "", ...heads)),
    make("tbody", "", ...(body.length > 0 ? body : [none])),
  );
}

function wrap(cell) {
  return typeof cell === "string" ? make("span", "", cell) : cell;
}
