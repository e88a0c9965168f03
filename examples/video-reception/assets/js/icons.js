/** The signs on the buttons, drawn with lines. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  mic: ["M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3z", "M6 12a6 6 0 0 0 12 0", "M12 18v3"],
  micOff: ["M15 10V6a3 3 0 0 0-5.9-.7", "M9 9v3a3 3 0 0 0 4.5 2.6", "M6 12a6 6 0 0 0 9 5.2", "M18 12v.5", "M12 18v3", "M4 4l16 16"],
  camera: ["M4 7h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z", "M16 11l6-3v8l-6-3"],
  cameraOff: ["M8 7h6a2 2 0 0 1 2 2v4", "M15 17H4a2 2 0 0 1-2-2V9a2 2 0 0 1 1-1.7", "M16 11l6-3v8l-3-1.5", "M3 3l18 18"],
  screen: ["M3 5h18v11H3z", "M8 20h8", "M12 16v4", "M12 13V8", "M9.5 10.5L12 8l2.5 2.5"],
  chat: ["M4 5h16v11H10l-4 4v-4H4z"],
  record: ["M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14z", "M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"],
  settings: ["M4 7h9", "M17 7h3", "M15 9.5a2 2 0 1 0 0-5 2 2 0 0 0 0 5z", "M4 17h3", "M11 17h9", "M9 19.5a2 2 0 1 0 0-5 2 2 0 0 0 0 5z"],
  hangUp: ["M3 14c5-4.5 13-4.5 18 0l-1.5 3-4-1.3v-2.4a11 11 0 0 0-7 0v2.4L4.5 17z"],
  phone: ["M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2z"],
  shield: ["M12 3l8 3v6c0 4.5-3.3 7.5-8 9-4.7-1.5-8-4.5-8-9V6z", "M8.5 12l2.5 2.5 4.5-5"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  send: ["M4 12l16-8-5 16-3-7z"],
  transfer: ["M4 8h14", "M14 4l4 4-4 4", "M20 16H6", "M10 12l-4 4 4 4"],
  flip: ["M4 9a8 8 0 0 1 14-3l2 2", "M20 4v4h-4", "M20 15a8 8 0 0 1-14 3l-2-2", "M4 20v-4h4"],
};

/** A sign; its meaning stands beside it as text. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(attributes)) {
    svg.setAttribute(key, value);
  }
  svg.append(
    ...PATHS[name].map((line) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", line);
      return path;
    }),
  );
  return svg;
}
