//! What `/metrics` counts, announced at start: an alert on a rise needs the zero before it.

use metrics::{counter, describe_counter, describe_gauge};

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

/// Describes every metric of this server, and sets its counters to zero if they are new.
pub fn announce() {
    describe_counter!(
        "callback_scheduler_bookings_total",
        "Bookings by how they ended"
    );
    for outcome in OUTCOMES {
        counter!("callback_scheduler_bookings_total", "outcome" => outcome).increment(0);
    }
    for (name, text) in [
        (
            "callback_scheduler_unconfirmed_total",
            "Callbacks that a person has to look for",
        ),
        ("callback_scheduler_moves_total", "Bookings moved"),
        (
            "callback_scheduler_cancellations_total",
            "Bookings cancelled",
        ),
        (
            "callback_scheduler_rate_limited_total",
            "Requests refused by a rate limit",
        ),
    ] {
        describe_counter!(name, text);
        counter!(name).increment(0);
    }
    describe_gauge!(
        "callback_scheduler_bookings",
        "Bookings that are not settled, by state"
    );
}
