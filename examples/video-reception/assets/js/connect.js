/** The line of a page to its server, with the badge that says how it is. */

import { atRoot } from "../../kit/js/api.js";
import { setText } from "../../kit/js/dom.js";
import { log } from "./debug.js";
import { Line } from "./signaling.js";
import { tokensOf } from "./resume.js";
import { Socket } from "./socket/socket.js";

/**
 * @param {"visitor" | "staff"} page
 * @param {HTMLElement} badge
 * @param {{ready: (resumed: any) => void, lost?: () => void, refused?: (message: string) => void}} on
 */
export function lineOf(page, badge, { ready, lost = () => {}, refused = () => {} }) {
  const show = (kind, text) => {
    badge.className = `badge badge--${kind}`;
    setText(badge, text);
  };
  // The browser may be signed in at the desk in another tab, so each page says which it is.
  const socket = new Socket(atRoot("socket.io/"), { auth: () => ({ page, ...line.greeting }) });
  const hooks = {
    ready: (resumed) => {
      show("ok", "Connected");
      ready(resumed);
    },
    lost: () => {
      show("warn", "Connecting…");
      lost();
    },
    refused: (message) => {
      show("danger", "Not connected");
      refused(message);
    },
    log,
  };
  const line = new Line(socket, tokensOf(page), hooks, page === "staff");
  // Phones stop pages that are out of sight, and tell when a network is back.
  addEventListener("online", () => line.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      line.hurry();
    }
  });
  return line;
}
