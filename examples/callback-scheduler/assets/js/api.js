/** What the pages ask the server. */

import { send, sendOnce } from "../../kit/js/api.js";

/** Books a callback; the same key books at most once. */
export function bookCallback(body, key) {
  return sendOnce("POST", "api/schedule-callback", key, { body });
}

/** Reads the booking behind a link. */
export function loadBooking(token) {
  return send("GET", `api/manage/${token}`);
}

/** Cancels a booking. Repeating it does no harm. */
export function cancelBooking(token) {
  return send("POST", `api/manage/${token}/cancel`, { body: {} });
}

/** Moves a booking to another time. */
export function moveBooking(token, change) {
  return send("POST", `api/manage/${token}/move`, { body: change });
}
