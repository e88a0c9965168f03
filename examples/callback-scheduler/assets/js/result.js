/** The page after a booking: the result, or the news that it could not be confirmed. */

import { byId, copyOnClick, safeUrl, setLink } from "./dom.js";
import { distance, formatWhen, offsetLabel, zoneName } from "./time.js";

let videoUrl = "";

/** Connects the buttons of the result; call it once. */
export function prepareResult(onAnother) {
  copyOnClick(byId("copy-video"), () => videoUrl);
  copyOnClick(byId("copy-manage"), () => byId("manage-url").value);
  copyOnClick(byId("copy-unconfirmed"), () => byId("unconfirmed-id").value);
  byId("manage-url").addEventListener("focus", (event) => event.target.select());
  byId("book-another").addEventListener("click", () => {
    show("booking");
    document.title = "Book a video callback";
    onAnother();
  });
}

/**
 * Shows a booking.
 * @param {any} booking the server's answer
 * @param {{phoneNumber: string, date: Date}} asked what was typed
 */
export function showResult(booking, asked) {
  const answered = new Date(booking.scheduledTime);
  const date = Number.isNaN(answered.getTime()) ? asked.date : answered;
  byId("result-when").textContent = formatWhen(date);
  byId("result-zone").textContent =
    `${zoneName()} (${offsetLabel(date)}), ${distance(new Date(), date)}`;
  byId("result-number").textContent = `We will call ${asked.phoneNumber}.`;

  videoUrl = setLink(byId("video-link"), booking.videoUrl) ?? "";
  byId("copy-video").hidden = videoUrl === "";
  setLink(byId("calendar-link"), booking.calendarUrl);
  byId("not-linked").hidden = booking.linked !== false || videoUrl === "";

  const manageUrl = safeUrl(booking.manageUrl);
  byId("result-manage").hidden = manageUrl === null;
  byId("manage-url").value = manageUrl ?? "";
  setLink(byId("manage-link"), manageUrl);

  const reference = typeof booking.customerId === "string" ? booking.customerId : "";
  byId("result-reference").textContent = reference;
  byId("result-reference").parentElement.hidden = reference === "";

  document.title = "Your callback is booked";
  show("result");
  arriveAt("result-heading");
}

/** Says that the booking may exist and must not be repeated. */
export function showUnconfirmed(answer) {
  byId("unconfirmed-text").textContent = answer.error;
  byId("unconfirmed-id").value = answer.requestId ?? "not available";
  document.title = "We are checking your booking";
  show("unconfirmed");
  arriveAt("unconfirmed-heading");
}

function show(id) {
  for (const section of ["booking", "result", "unconfirmed"]) {
    byId(section).hidden = section !== id;
  }
}

function arriveAt(headingId) {
  window.scrollTo(0, 0);
  byId(headingId).focus({ preventScroll: true });
}
