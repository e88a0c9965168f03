/** Icons, drawn with DOM calls. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  back: ["M20 12H5", "M11 5l-7 7 7 7"],
  picture: ["M4 5h16v14H4z", "M4 16l5-5 4 4 3-3 4 4", "M15.5 9.5h.01"],
  send: ["M4 12l16-8-5 16-3.5-6.5z", "M11.500 13.500L20 4"],
  tick: ["M4 13l5 5L20 6"],
  ticks: ["M1.500 13l5 5L16 7", "M10 16.500L11.500 18 22 7"],
  list: ["M8 6h12", "M8 12h12", "M8 18h12", "M4 6h.01", "M4 12h.01", "M4 18h.01"],
  reply: ["M10 8L5 13l5 5", "M5 13h9a5 5 0 0 1 5 5"],
  alert: ["M12 8v5", "M12 16.500h.01", "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z"],
};

/** An icon that says nothing by itself. */
export function icon(name) {
  const element = document.createElementNS(SVG, "svg");
  element.setAttribute("viewBox", "0 0 24 24");
  element.setAttribute("class", `icon icon--${name}`);
  element.setAttribute("aria-hidden", "true");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    element.append(path);
  }
  return element;
}
