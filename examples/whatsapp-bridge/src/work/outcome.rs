//! What becomes of an item.

use std::time::Duration;

use chrono::{DateTime, Utc};
use durable_inbox::{Claimed, Outcome};

/// How often an item is tried that fails for reasons of its own.
pub(super) const TRIES: u32 = 5;

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

/// Later, as one of a number of tries: each waits twice as long, and as long as the vendor asks.
pub(super) fn later(claimed: &Claimed, asked: Option<Duration>, now: DateTime<Utc>) -> Outcome {
    let backoff = Duration::from_secs(1 << claimed.attempts.min(6));
    let wait = asked.map_or(backoff, |asked| asked.max(backoff));
    try_again(now + wait, false)
}

/// Not by itself: a person has to look.
pub(super) fn parked(reason: impl Into<String>) -> Outcome {
    Outcome::Parked {
        reason: reason.into(),
        maybe_sent: false,
    }
}
