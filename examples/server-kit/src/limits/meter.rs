//! A limit of one holder, such as a key, whatever addresses it is used from.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Decision, Passed, RateLimit};

impl RateLimit {
    /// So many requests a minute.
    #[must_use]
    pub fn per_minute(requests: NonZeroU32) -> Self {
        Self {
            requests,
            window: Duration::from_secs(60),
        }
    }
}

/// Counts the requests of one holder, as [`RateLimiter`](super::RateLimiter) does for each address.
#[derive(Debug)]
pub struct Meter {
    limit: RateLimit,
    passed: Mutex<Passed>,
}

impl Meter {
    /// A meter that has counted nothing yet.
    #[must_use]
    pub fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            passed: Mutex::default(),
        }
    }

    /// The limit that it counts against.
    #[must_use]
    pub fn limit(&self) -> RateLimit {
        self.limit
    }

    /// Counts one request.
    pub fn check(&self) -> Decision {
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        passed.check(self.limit, Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_passes_and_the_next_one_does_not() {
        let meter = Meter::new(RateLimit::per_minute(NonZeroU32::new(1000).unwrap()));

        assert!((0..1000).all(|_| meter.check().allowed));

        let refused = meter.check();
        assert!(!refused.allowed && refused.retry_after.is_some());
    }
}
