/** Small helpers around the document. Foreign text goes through text nodes only. */

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

/**
 * Makes an element.
 * @param {string} tag
 * @param {string | Record<string, any>} properties a class name, or properties by name, with
 *   `data` and `aria` as objects and listeners as `onclick` and the like
 * @param {...(Node | string | null | undefined)} children what is missing is left out
 * @returns {any}
 */
export function make(tag, properties = "", ...children) {
  const element = document.createElement(tag);
  const all = typeof properties === "string" ? { className: properties } : properties;
  for (const [name, value] of Object.entries(all)) {
    set(element, name, value);
  }
  element.append(...children.filter((child) => (child ?? "") !== ""));
  return element;
}

function set(element, name, value) {
  if (name === "data") {
    Object.assign(element.dataset, value);
  } else if (name === "aria") {
    for (const [key, text] of Object.entries(value)) {
      element.setAttribute(`aria-${key}`, text);
    }
  } else if (name === "role") {
    element.setAttribute(name, value);
  } else if (name.startsWith("on")) {
    element.addEventListener(name.slice(2), value);
  } else {
    element[name] = value;
  }
}

/** Makes a button that does not submit. */
export function makeButton(className, text, properties = {}) {
  return make("button", { type: "button", className, ...properties }, text);
}

/** Makes a link that opens a checked address in a new tab. */
export function makeLink(url, text, className = "") {
  const target = { href: url, target: "_blank", rel: "noopener noreferrer" };
  return make("a", { className, ...target }, text);
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

/** Writes a text only where it changes: selections survive, and screen readers do not repeat it. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Marks a button as working, so that it cannot be pressed twice, and says so in its text. */
export function setBusy(button, busy, text = button.textContent) {
  button.disabled = busy;
  button.setAttribute("aria-busy", String(busy));
  button.textContent = text;
}

/** Shows one of some sections and hides the others. */
export function showOnly(id, ids) {
  for (const each of ids) {
    byId(each).hidden = each !== id;
  }
}

/** Brings keyboard and screen reader to a heading at the top of the page. */
export function arriveAt(id) {
  window.scrollTo(0, 0);
  byId(id).focus({ preventScroll: true });
}

/**
 * Gives the page another address without loading it. Relative links keep the meaning that they
 * had under the old one, except those within the page; the icon's too, which browsers look for
 * again.
 */
export function standAt(url) {
  for (const link of document.querySelectorAll('a[href]:not([href^="#"]), link[rel=icon]')) {
    link.setAttribute("href", link.href);
  }
  history.replaceState(null, "", url);
}
