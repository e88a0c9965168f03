/** Short news at the edge of the page, and copying, which ends in such news. */

import { byId, make } from "./dom.js";

const SHOWN_MS = 4000;
let timer = 0;

/** Shows a sentence for some seconds; screen readers say it. */
export function toast(text) {
  const region = byId("toast");
  region.textContent = "";
  clearTimeout(timer);
  requestAnimationFrame(() => {
    region.textContent = text;
  });
  timer = setTimeout(() => {
    region.textContent = "";
  }, SHOWN_MS);
}

/** Lets a button copy what `text()` gives at that moment. */
export function copyOnClick(button, name, text) {
  button.addEventListener("click", async () => {
    const copied = await copy(text());
    toast(copied ? `${name} copied` : "Copying failed. Select the text and copy it.");
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Pages on plain http have no clipboard interface.
function copyBySelection(text) {
  const focused = document.activeElement;
  const area = make("textarea", "sr-only");
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus?.();
  return copied;
}
