//! When requests are due.

use std::time::Duration;

use tokio::time::Instant;

/// How fast requests are sent.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// As soon as the one before is answered.
    Closed,
    /// So many a second, whether or not those before are answered.
    Rate(f64),
}

impl Pace {
    /// When the request of this number is due, if it does not wait for others.
    #[must_use]
    pub fn due(self, begin: Instant, number: usize) -> Option<Instant> {
        match self {
            Self::Closed => None,
            Self::Rate(rate) => Some(begin + Duration::from_secs_f64(number as f64 / rate)),
        }
    }
}
