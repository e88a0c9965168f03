//! How fast is fast enough.

use std::time::Duration;

/// The rates of one business number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacingLimits {
    /// Messages a second, sent and received together. Default 80; Meta raises it up to
    /// 1,000, and numbers that are also used in the app have 20. 0 counts as 1.
    pub messages_per_second: u32,
    /// After which time one more message may go to a user. Default 6 s.
    pub pair_interval: Duration,
    /// How many messages may go to a user at once after a pause. Default 45. 0 counts as 1.
    pub pair_burst: u32,
    /// How many recipients are remembered at most. Default 100,000.
    ///
    /// A recipient is forgotten as soon as a whole burst may go to them again, so it
    /// takes penalties or other rates to come near it. A new recipient then waits.
    pub max_pairs: usize,
    /// How many messages wait at most in a queue. Default 100,000.
    pub max_waiting: usize,
}

impl Default for PacingLimits {
    fn default() -> Self {
        Self {
            messages_per_second: 80,
            pair_interval: Duration::from_secs(6),
            pair_burst: 45,
            max_pairs: 100_000,
            max_waiting: 100_000,
        }
    }
}

impl PacingLimits {
    /// The time between two messages of the number, rounded up.
    pub(super) fn number_interval(&self) -> Duration {
        let nanos = 1_000_000_000_u64.div_ceil(self.messages_per_second.max(1).into());
        Duration::from_nanos(nanos)
    }

    /// How far a recipient's count may run ahead.
    pub(super) fn pair_tolerance(&self) -> Duration {
        self.pair_interval
            .saturating_mul(self.pair_burst.max(1) - 1)
    }
}
