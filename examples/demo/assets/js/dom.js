// Building elements. Text from outside only ever becomes text.

/** Makes an element: properties by name, `data` and `aria` as objects, children as given. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "data") Object.assign(element.dataset, value);
    else if (name === "aria") {
      for (const [key, text] of Object.entries(value)) element.setAttribute(`aria-${key}`, text);
    } else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Changes a text only when it differs, so that selections survive. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let fading;

/** Tells what was done, or what went wrong. */
export function notify(text, bad = false) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.dataset.state = bad ? "bad" : "good";
  notice.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => notice.classList.remove("shown"), bad ? 8000 : 4000);
}

/** Copies a text, also where the page is not served from a secure origin. */
export async function copy(text, what) {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelection(text);
    notify(`Copied: ${what}`);
  } catch {
    notify(`The browser does not let this page copy ${what}.`, true);
  }
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const area = h("textarea", { value: text, className: "hidden", readOnly: true });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  if (!copied) throw new Error("not copied");
}
