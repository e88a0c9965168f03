//! The decision.

use std::{
    fmt,
    time::{Duration, Instant},
};

use super::{
    PacingLimits,
    pairs::Pairs,
    pause::Pause,
    time::{after, later},
};
use crate::ErrorCode;

/// How far received messages may push back those to send.
const INBOUND_AT_MOST: Duration = Duration::from_secs(1);

/// Whether a message may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "a message that must wait may not go"]
pub enum Decision {
    /// It may, and it was counted.
    Go,
    /// It may not; ask again after this time.
    Wait(Duration),
}

/// Decides when the messages of one business number may go. No clock, no waiting.
///
/// Messages of the number are spaced evenly, so that no second has more than its share.
/// Those to one user may come in bursts, after which nothing goes until as much time has
/// passed since the first as all of them are worth: 20 at once are worth two minutes.
/// Recipients are remembered only until a whole burst may go to them again, and five minutes
/// after a pause. A decision costs the logarithm of how many are remembered, taken together.
///
/// ```
/// use std::time::Instant;
/// use meta_whatsapp_client::pacing::{Decision, Limiter, PacingLimits};
///
/// let mut limiter = Limiter::new(PacingLimits::default());
/// let now = Instant::now();
///
/// assert_eq!(limiter.admit(now, "+12025550147"), Decision::Go);
/// assert!(matches!(limiter.admit(now, "+12025550147"), Decision::Wait(_)));
/// ```
pub struct Limiter {
    limits: PacingLimits,
    number: Number,
    pairs: Pairs,
}

/// How far the count of the number runs ahead, and a pause.
#[derive(Default)]
struct Number {
    /// When nothing of what was counted counts any more.
    counted_until: Option<Instant>,
    pause: Pause,
}

impl Number {
    fn wait(&self, now: Instant) -> Duration {
        let counted = self
            .counted_until
            .map_or(Duration::ZERO, |at| after(now, at));
        counted.max(self.pause.left(now))
    }

    fn count(&mut self, now: Instant, interval: Duration) {
        let from = self.counted_until.map_or(now, |at| at.max(now));
        self.counted_until = Some(later(from, interval));
    }
}

impl Limiter {
    /// A limiter for one business number.
    #[must_use]
    pub fn new(limits: PacingLimits) -> Self {
        Self {
            limits,
            number: Number::default(),
            pairs: Pairs::new(limits.max_pairs),
        }
    }

    /// Whether a message to `recipient` may go now. One that may is counted.
    ///
    /// `recipient` is whatever stands for the user: the phone number or the user id, but
    /// always the same.
    pub fn admit(&mut self, now: Instant, recipient: &str) -> Decision {
        let wait = self.wait(now, recipient);
        if !wait.is_zero() {
            return Decision::Wait(wait);
        }
        self.number.count(now, self.limits.number_interval());
        let limits = self.limits;
        self.pairs
            .update(now, recipient, |pair| pair.count(now, &limits));
        Decision::Go
    }

    /// Counts a message that was received: it takes of the number's rate, too.
    ///
    /// Many of them hold up messages to send by a second at most.
    pub fn count_inbound(&mut self, now: Instant) {
        self.number.count(now, self.limits.number_interval());
        let most = now + INBOUND_AT_MOST;
        self.number.counted_until = self.number.counted_until.min(Some(most));
    }

    /// Pauses what an error concerns, and says for how long.
    ///
    /// 131056 pauses the recipient; 130429, 131057, 4 and 80007 pause the number. The pauses
    /// of 131056 and 130429 are longer each time, until five minutes have passed without one;
    /// those of the others are always the same. Other codes change nothing.
    ///
    /// What is reported during a pause was sent before it. That is no further pause, and the
    /// answer is what is left of this one, unless a different code asks for a longer one.
    pub fn penalize(&mut self, now: Instant, recipient: &str, code: ErrorCode) -> Option<Duration> {
        match code {
            ErrorCode::PairRateLimit => {
                self.pairs.forget(now);
                let is_known = self.pairs.get(recipient).is_some();
                // It cannot be remembered without forgetting another; it waits anyway.
                (is_known || self.pairs.wait_for_room(now).is_zero()).then(|| {
                    self.pairs
                        .update(now, recipient, |pair| pair.pause.begin(now, code))
                })
            }
            ErrorCode::ThroughputLimit
            | ErrorCode::Maintenance
            | ErrorCode::AppRateLimit
            | ErrorCode::AccountRateLimit => Some(self.number.pause.begin(now, code)),
            _ => None,
        }
    }

    /// How many recipients are remembered.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.pairs.len()
    }

    /// How long the number must wait, whoever the recipient is.
    pub(super) fn number_wait(&self, now: Instant) -> Duration {
        self.number.wait(now)
    }

    fn wait(&mut self, now: Instant, recipient: &str) -> Duration {
        self.pairs.forget(now);
        let wait = self.number_wait(now);
        match self.pairs.get(recipient) {
            Some(pair) => after(now, pair.free_from(later(now, wait), &self.limits)),
            None => wait.max(self.pairs.wait_for_room(now)),
        }
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter")
            .field("limits", &self.limits)
            .field("remembered", &self.pairs.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
