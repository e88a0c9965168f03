/** The page after a booking: the result, or the news that it could not be confirmed. */

import { atRoot } from "../../kit/js/api.js";
import { arriveAt, byId, safeUrl, setLink, showOnly, standAt } from "../../kit/js/dom.js";
import { distance, formatWhen, offsetLabel, zoneName } from "../../kit/js/time.js";
import { copyOnClick } from "../../kit/js/toast.js";

const SECTIONS = ["booking", "result", "unconfirmed"];

let videoUrl = "";

/** Connects the buttons of the result; call it once. */
export function prepareResult() {
  copyOnClick(byId("copy-video"), () => videoUrl);
  for (const name of ["manage", "unconfirmed"]) {
    const address = byId(`${name}-url`);
    copyOnClick(byId(`copy-${name}`), () => address.value);
    address.addEventListener("focus", () => address.select());
  }
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
  showManageLink("manage", booking.manageUrl);

  const reference = typeof booking.customerId === "string" ? booking.customerId : "";
  byId("result-reference").textContent = reference;
  byId("result-reference").parentElement.hidden = reference === "";
  arrive("result", "Your callback is booked", booking.manageUrl);
}

/** Says that the booking may exist and must not be repeated. */
export function showUnconfirmed(answer) {
  byId("unconfirmed-text").textContent = answer.error;
  byId("unconfirmed-id").textContent = answer.requestId ?? "not available";
  const manageUrl = answer.body?.manageUrl;
  showManageLink("unconfirmed", manageUrl);
  arrive("unconfirmed", "We are checking your booking", manageUrl);
}

function showManageLink(name, address) {
  const url = setLink(byId(`${name}-link`), address);
  byId(`${name}-link-panel`).hidden = url === null;
  byId(`${name}-url`).value = url ?? "";
}

// The browser stands where the booking is: a reload, a bookmark or the way back finds it there.
function arrive(section, title, manageUrl) {
  const [, token] = /\/manage\/([^/?#]+)$/.exec(safeUrl(manageUrl) ?? "") ?? [];
  document.title = title;
  showOnly(section, SECTIONS);
  arriveAt(`${section}-heading`);
  if (token !== undefined) {
    standAt(atRoot(`manage/${token}`));
  }
}
