/** Small helpers around the document. Foreign text goes through textContent only. */

/**
 * The element with this id.
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`the page has no element #${id}`);
  }
  return element;
}

/** Makes an element with a class and text. */
export function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** The absolute address if it is an http(s) link, else null. */
export function safeUrl(value) {
  if (typeof value !== "string" || value === "") {
    return null;
  }
  try {
    const url = new URL(value, location.href);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Points a link at a checked address; hides it when there is none. */
export function setLink(anchor, value) {
  const url = safeUrl(value);
  anchor.hidden = url === null;
  if (url === null) {
    anchor.removeAttribute("href");
  } else {
    anchor.href = url;
  }
  return url;
}

/** Says something to screen readers without showing it. */
export function announce(text) {
  const region = byId("announcer");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

/** Marks a button as working, so that it cannot be pressed twice. */
export function setBusy(button, busy) {
  button.disabled = busy;
  button.setAttribute("aria-busy", String(busy));
}

/** Lets a button copy what `text()` gives at that moment. */
export function copyOnClick(button, text) {
  const label = [...button.childNodes];
  let timer = 0;
  button.addEventListener("click", async () => {
    const copied = await copy(text());
    button.style.minWidth = `${button.offsetWidth}px`;
    button.textContent = copied ? "Copied" : "Not copied";
    announce(copied ? "Copied to the clipboard" : "Copying failed. Select the text and copy it.");
    clearTimeout(timer);
    timer = setTimeout(() => button.replaceChildren(...label), 2000);
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
