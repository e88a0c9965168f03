//! What `/metrics` counts, announced at start.

use metrics::describe_gauge;
use server_kit::metrics::{counter, counter_by};

/// How a booking can end, as the label `outcome` names it.
const OUTCOMES: [&str; 7] = [
    "booked",
    "video_sign_in_failed",
    "meeting_failed",
    "callback_sign_in_failed",
    "callback_failed",
    "unconfirmed",
    "storage_failed",
];

/// Describes every metric of this server.
pub fn announce() {
    let name = "callback_scheduler_bookings_total";
    counter_by(name, "Bookings by how they ended", "outcome", &OUTCOMES);
    let name = "callback_scheduler_unconfirmed_total";
    counter(name, "Callbacks that a person has to look for");
    let name = "callback_scheduler_moves_total";
    counter(name, "Bookings moved");
    let name = "callback_scheduler_cancellations_total";
    counter(name, "Bookings cancelled");
    let name = "callback_scheduler_rate_limited_total";
    counter(name, "Requests refused by a rate limit");
    let text = "Bookings that are not settled, by state";
    describe_gauge!("callback_scheduler_bookings", text);
}
