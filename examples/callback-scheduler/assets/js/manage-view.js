/** Shows one booking as the server describes it. */

import { byId, setLink, setText } from "../../kit/js/dom.js";
import { distance, formatWhen, offsetLabel, zoneName } from "../../kit/js/time.js";
import { copyOnClick } from "../../kit/js/toast.js";

/**
 * @typedef {object} Booking
 * @property {"booked" | "moving" | "cancelling" | "cancelled" | "unconfirmed"} status
 * @property {string} scheduledTime
 * @property {number} durationMinutes
 * @property {string | null} videoUrl
 * @property {string | null} calendarUrl
 * @property {string | null} subject
 * @property {string | null} phoneNumber masked
 * @property {boolean} contactNeeded the number was deleted and is needed to move
 * @property {boolean} canMove
 * @property {boolean} canCancel
 */

const STATES = {
  booked: ["Booked", "ok", "Your callback is booked. We will call you at this time."],
  moving: [
    "Moving",
    "info",
    "We are moving your callback to the new time. This page updates by itself.",
  ],
  cancelling: [
    "Cancelling",
    "info",
    "We are cancelling your callback. You need not do anything; this page updates by itself.",
  ],
  cancelled: ["Cancelled", "danger", "This booking is cancelled. We will not call you."],
  unconfirmed: [
    "Being checked",
    "warn",
    "We could not confirm this booking yet and are checking it. Please do not book again.",
  ],
};
const OVER = ["Over", "", "The time of this booking has passed."];

/** @type {Booking | null} */
let current = null;
let videoUrl = "";

/** Connects what does not change with the booking; call it once. */
export function prepareView() {
  copyOnClick(byId("copy-video"), () => videoUrl);
  setInterval(() => current !== null && showCountdown(current), 30_000);
}

/** @param {Booking} booking */
export function showBooking(booking) {
  current = booking;
  const [label, tone, text] = state(booking);
  const badge = byId("booking-badge");
  badge.textContent = label;
  badge.className = tone === "" ? "badge" : `badge badge--${tone}`;
  setText(byId("booking-status"), text);
  document.title = `${label} · Your booking`;

  const date = new Date(booking.scheduledTime);
  byId("booking-when").textContent = formatWhen(date);
  byId("booking-zone").textContent = `${zoneName()} (${offsetLabel(date)})`;
  showCountdown(booking);

  const deleted = "Deleted after 24 hours";
  byId("booking-number").textContent =
    booking.phoneNumber ?? (booking.contactNeeded ? deleted : "–");
  byId("booking-subject").textContent =
    booking.subject || (booking.contactNeeded ? deleted : "None");
  byId("booking-duration").textContent = `${booking.durationMinutes} minutes`;
  showLinks(booking);
}

/** Tells why the page has stopped asking. */
export function showStillWorking() {
  setText(
    byId("booking-status"),
    "This takes longer than usual. We keep working on it; check again later.",
  );
}

/** The sentence for where a booking stands. */
export function statusText(booking) {
  return state(booking)[2];
}

function state(booking) {
  return booking.status === "booked" && isOver(booking)
    ? OVER
    : (STATES[booking.status] ?? [booking.status, "", ""]);
}

function isOver(booking) {
  return Date.parse(booking.scheduledTime) + booking.durationMinutes * 60_000 < Date.now();
}

function showCountdown(booking) {
  const words = distance(new Date(), new Date(booking.scheduledTime));
  const shown = booking.status !== "cancelled" && booking.status !== "cancelling";
  const line = byId("booking-countdown");
  line.textContent = words[0].toUpperCase() + words.slice(1);
  line.hidden = !shown;
}

function showLinks(booking) {
  const ended = booking.status === "cancelled" || booking.status === "cancelling";
  videoUrl = setLink(byId("video-link"), ended ? null : booking.videoUrl) ?? "";
  byId("copy-video").hidden = videoUrl === "";
  const calendarUrl = setLink(byId("calendar-link"), ended ? null : booking.calendarUrl);
  byId("booking-links").hidden = videoUrl === "" && calendarUrl === null;

  byId("open-move").hidden = !booking.canMove;
  byId("open-cancel").hidden = !booking.canCancel;
  byId("booking-changes").hidden = !booking.canMove && !booking.canCancel;
  byId("book-new").hidden = booking.status !== "cancelled" && !isOver(booking);
}
