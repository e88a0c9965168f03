/** Server-sent events. The browser reconnects by itself and tells which event it saw last. */

import { atRoot } from "./api.js";

const AGAIN_MS = 2000;

/**
 * Follows a stream of events whose data is JSON.
 * @param {string} path without a slash at the start
 * @param {{connected: () => void, lost: () => void, events: Record<string, (data: any) => void>}} on
 *   `connected` and `lost` may come again and again
 * @returns {() => void} stops
 */
export function follow(path, { connected, lost, events }) {
  let source = null;
  let timer = 0;
  const open = () => {
    source = new EventSource(atRoot(path));
    source.addEventListener("open", connected);
    source.addEventListener("error", () => {
      lost();
      // A browser gives up on its own after an answer that is no stream.
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, AGAIN_MS);
      }
    });
    for (const [name, handle] of Object.entries(events)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
