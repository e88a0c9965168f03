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

/** Makes a button that does not submit. */
export function makeButton(className, text) {
  const button = make("button", className, text);
  button.type = "button";
  return button;
}

/** Makes a link that opens a checked address in a new tab. */
export function makeLink(url, text) {
  const link = make("a", "", text);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
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

/** Writes a text only where it changes, because screen readers would repeat it. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Marks a button as working, so that it cannot be pressed twice, and says so in its text. */
export function setBusy(button, busy, text) {
  button.disabled = busy;
  button.setAttribute("aria-busy", String(busy));
  button.textContent = text;
}
