//! How fast is fast enough.

use std::time::Duration;

/// The rates of one business number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacingLimits {
    /// Messages a second, sent and received together. Default 80; Meta raises it up to
    /// 1,000, and numbers that are also used in the app have 20. 0 counts as 1.
    pub messages_per_second: u32,
    /// What one message to a user is worth in time. Default 6 s.
    ///
    /// A burst takes more messages for so long after its first, and then none until all of
    /// them are paid for: after 20 at once the next goes 20 times as long after the first.
    pub pair_interval: Duration,
    /// How many messages to a user are in a burst at most. Default 45. 0 counts as 1.
    pub pair_burst: u32,
    /// How many recipients are remembered at most. Default 100,000.
    ///
    /// A recipient is forgotten as soon as a whole burst may go to them again, or five
    /// minutes after a pause, but at once if there is no room. If nobody can be forgotten,
    /// a new recipient waits.
    pub max_pairs: usize,
    /// How many messages wait at most in a queue. Default 100,000.
    pub max_waiting: usize,
    /// How many of them may be for one recipient. Default `None`: a tenth, but at least one.
    pub max_waiting_per_recipient: Option<usize>,
}

impl Default for PacingLimits {
    fn default() -> Self {
        Self {
            messages_per_second: 80,
            pair_interval: Duration::from_secs(6),
            pair_burst: 45,
            max_pairs: 100_000,
            max_waiting: 100_000,
            max_waiting_per_recipient: None,
        }
    }
}

impl PacingLimits {
    /// The time between two messages of the number, rounded up.
    pub(super) fn number_interval(&self) -> Duration {
        let nanos = 1_000_000_000_u64.div_ceil(self.messages_per_second.max(1).into());
        Duration::from_nanos(nanos)
    }

    pub(super) fn waiting_per_recipient(&self) -> usize {
        let tenth = || (self.max_waiting / 10).max(1);
        self.max_waiting_per_recipient.unwrap_or_else(tenth)
    }
}
