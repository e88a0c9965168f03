/** What people read when a request fails. No document. */

import { failure, sentence } from "../../kit/js/messages.js";

/** @typedef {import("../../kit/js/api.js").Answer} Answer */

/**
 * Words for a failed booking.
 * @param {Answer} answer
 */
export function bookingFailure(answer) {
  const { status, error, requestId } = answer;
  if (answer.kind === "interrupted") {
    return failure(
      "Your connection was interrupted",
      "Press the button again. You will not be booked twice.",
    );
  }
  if (status === 409) {
    return failure(
      "Your first try is still being worked on",
      "Wait a moment and press the button again. You will not be booked twice.",
    );
  }
  if (status === 422) {
    return failure(
      "Your details changed meanwhile",
      "An earlier try was sent with other details. Check them and press the button again.",
    );
  }
  if (status === 429 && isOpenBookings(error)) {
    return failure("This number has enough open bookings", sentence(error));
  }
  if (status === 500) {
    return failure(
      sentence(error) || "Something went wrong on our side.",
      "Please try again. You will not be booked twice. If it happens again, contact us and quote the request id.",
      { requestId },
    );
  }
  return commonFailure(answer);
}

/**
 * Words for a failed change of a booking.
 * @param {Answer} answer
 * @param {string} afterFailure what is true of the booking now
 */
export function changeFailure(answer, afterFailure) {
  const { status, error, requestId } = answer;
  if (answer.kind === "interrupted") {
    return failure(
      "Your connection was interrupted",
      "Press the button again. Repeating it does no harm.",
    );
  }
  if (status === 404) {
    return failure(
      "We cannot find this booking any more",
      "Load the page again to see what is left of it.",
    );
  }
  if (status === 409) {
    return failure("This is not possible any more", sentence(error));
  }
  if (isUnconfirmed(answer)) {
    return failure("We are checking your change", sentence(error), { requestId });
  }
  if (status === 500) {
    return failure(sentence(error) || "Something went wrong on our side.", afterFailure, {
      requestId,
    });
  }
  return commonFailure(answer);
}

/**
 * Words for a booking that could not be shown.
 * @param {Answer} answer
 */
export function loadFailure(answer) {
  if (answer.kind === "interrupted") {
    return failure(
      "We could not load your booking",
      "Your connection was interrupted. Your booking is not affected.",
    );
  }
  if (answer.status === 404) {
    return failure(
      "We cannot find this booking",
      "The link may be incomplete, or the booking is over and its data has been deleted. Check that you copied all of the link.",
    );
  }
  return commonFailure(answer);
}

/** True for the answer that means: perhaps booked, do not book again. */
export function isUnconfirmed(answer) {
  return answer.status === 500 && /could not confirm/i.test(answer.error);
}

function commonFailure({ status, error, details, requestId, retryAfter }) {
  if (status === 400) {
    const text = details.length === 0 && error !== "" ? sentence(error) : "";
    return failure("Please check your details", text);
  }
  if (status === 429) {
    return failure(
      "Too many requests",
      "We received too many requests from your network. Please wait a little.",
      { wait: retryAfter },
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return failure(
      "The service is not available at the moment",
      "Please try again in a minute. Repeating it does no harm.",
      { requestId, wait: retryAfter },
    );
  }
  return failure(
    sentence(error) || "Something went wrong",
    "Please try again. If it happens again, contact us and quote the request id.",
    { requestId },
  );
}

function isOpenBookings(error) {
  return /open bookings/i.test(error);
}
