//! What becomes of an item.

use chrono::{DateTime, Utc};
use durable_inbox::Outcome;

/// Later; the vendor was not called, or surely did nothing.
pub(super) fn wait(at: DateTime<Utc>) -> Outcome {
    again(at, false)
}

/// Later; the vendor may have done it.
pub(super) fn again(at: DateTime<Utc>, maybe_sent: bool) -> Outcome {
    Outcome::RetryAt {
        at,
        counts: false,
        maybe_sent,
    }
}

/// Later, as one of a number of tries.
pub(super) fn try_again(at: DateTime<Utc>, maybe_sent: bool) -> Outcome {
    Outcome::RetryAt {
        at,
        counts: true,
        maybe_sent,
    }
}

/// Not by itself: a person has to look.
pub(super) fn parked(reason: impl Into<String>) -> Outcome {
    Outcome::Parked {
        reason: reason.into(),
        maybe_sent: false,
    }
}
