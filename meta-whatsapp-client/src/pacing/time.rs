//! Sums of times that cannot overflow.

use std::time::{Duration, Instant};

/// As good as never.
const FAR: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// `duration` after `at`, or in a hundred years if that is sooner.
pub(super) fn later(at: Instant, duration: Duration) -> Instant {
    at + duration.min(FAR)
}

/// How long it is until `at`; nothing if that is over.
pub(super) fn after(now: Instant, at: Instant) -> Duration {
    at.saturating_duration_since(now)
}
