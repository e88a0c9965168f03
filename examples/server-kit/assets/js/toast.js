/** Short news: at the edge of the page, for screen readers alone, and after copying. */

import { make } from "./dom.js";

const SHOWN_MS = 4000;
const SHOWN_BAD_MS = 8000;

// They are there before they say something, because screen readers only hear changes.
const shown = make("p", { className: "toast", role: "status" });
const spoken = make("p", { className: "sr-only", role: "status" });
document.body.append(shown, spoken);

let timer = 0;

/** Shows a sentence for some seconds; screen readers say it. */
export function toast(text, { bad = false } = {}) {
  clearTimeout(timer);
  shown.classList.toggle("toast--bad", bad);
  say(shown, text);
  timer = setTimeout(() => shown.replaceChildren(), bad ? SHOWN_BAD_MS : SHOWN_MS);
}

/** Says something to screen readers without showing it. */
export function announce(text) {
  say(spoken, text);
}

/** Lets a button copy what `text()` gives at that moment, and say so. */
export function copyOnClick(button, text) {
  const label = [...button.childNodes];
  let back = 0;
  button.addEventListener("click", async () => {
    const copied = await copy(text());
    button.style.minWidth = `${button.offsetWidth}px`;
    button.textContent = copied ? "Copied" : "Not copied";
    announce(copied ? "Copied to the clipboard" : "Copying failed. Select the text and copy it.");
    clearTimeout(back);
    back = setTimeout(() => button.replaceChildren(...label), 2000);
  });
}

// The same text again must be a change.
function say(region, text) {
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
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
  const area = make("textarea", { className: "sr-only", value: text, readOnly: true });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus?.();
  return copied;
}
