//! The decision.

use std::{
    collections::HashMap,
    fmt,
    time::{Duration, Instant},
};

use super::PacingLimits;
use crate::ErrorCode;

/// How long after its end a pause is remembered: the next one is longer until then.
const REMEMBERED: Duration = Duration::from_secs(5 * 60);
/// How far received messages may push back those to send.
const INBOUND_AT_MOST: Duration = Duration::from_secs(1);
/// The pause a code without a hint causes.
const SHORT_PAUSE: Duration = Duration::from_secs(1);
/// Below this there is nothing to be gained by looking for entries to forget.
const FEW: usize = 64;

/// Whether a message may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
/// Recipients are remembered only until a whole burst may go to them again.
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
    number: Meter,
    pairs: HashMap<Box<str>, Meter>,
    /// With so many entries it is time to look for those to forget.
    sweep_at: usize,
}

/// What is known about a rate: how far its count runs ahead, and a pause.
#[derive(Clone, Copy, Default)]
struct Meter {
    /// When nothing of what was admitted counts any more.
    counted_until: Option<Instant>,
    paused_until: Option<Instant>,
    pauses: u32,
}

impl Meter {
    fn wait(&self, now: Instant, tolerance: Duration) -> Duration {
        let counted = after(now, self.counted_until).saturating_sub(tolerance);
        counted.max(after(now, self.paused_until))
    }

    fn count(&mut self, now: Instant, interval: Duration) {
        self.counted_until = Some(self.counted_until.map_or(now, |at| at.max(now)) + interval);
    }

    fn pause(&mut self, now: Instant, code: ErrorCode) -> Duration {
        if self.paused_until.is_none_or(|at| at + REMEMBERED <= now) {
            self.pauses = 0;
        }
        let pause = code.retry_after_hint(self.pauses).unwrap_or(SHORT_PAUSE);
        self.pauses = self.pauses.saturating_add(1);
        let until = now + pause;
        self.paused_until = self.paused_until.max(Some(until));
        after(now, self.paused_until)
    }

    fn is_idle(&self, now: Instant) -> bool {
        after(now, self.counted_until.max(self.paused_until)).is_zero()
    }

    fn is_forgotten(&self, now: Instant) -> bool {
        self.is_idle(now) && self.paused_until.is_none_or(|at| at + REMEMBERED <= now)
    }
}

fn after(now: Instant, at: Option<Instant>) -> Duration {
    at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
}

impl Limiter {
    /// A limiter for one business number.
    #[must_use]
    pub fn new(limits: PacingLimits) -> Self {
        Self {
            limits,
            number: Meter::default(),
            pairs: HashMap::new(),
            sweep_at: FEW,
        }
    }

    /// Whether a message to `recipient` may go now. One that may is counted.
    ///
    /// `recipient` is whatever stands for the user: the phone number or the user id, but
    /// always the same.
    pub fn admit(&mut self, now: Instant, recipient: &str) -> Decision {
        let wait = self.number_wait(now).max(self.pair_wait(now, recipient));
        if !wait.is_zero() {
            return Decision::Wait(wait);
        }
        self.number.count(now, self.limits.number_interval());
        let interval = self.limits.pair_interval;
        self.pair(now, recipient).count(now, interval);
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
    /// 131056 pauses the recipient; 130429, 131057, 4 and 80007 pause the number. Each
    /// pause is longer than the last, until five minutes have passed without one. Other
    /// codes change nothing.
    pub fn penalize(&mut self, now: Instant, recipient: &str, code: ErrorCode) -> Option<Duration> {
        match code {
            ErrorCode::PairRateLimit => {
                let full = !self.pairs.contains_key(recipient) && self.is_full(now);
                // It cannot be remembered without forgetting another; it waits anyway.
                (!full).then(|| self.pair(now, recipient).pause(now, code))
            }
            ErrorCode::ThroughputLimit
            | ErrorCode::Maintenance
            | ErrorCode::AppRateLimit
            | ErrorCode::AccountRateLimit => Some(self.number.pause(now, code)),
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
        self.number.wait(now, Duration::ZERO)
    }

    fn pair_wait(&mut self, now: Instant, recipient: &str) -> Duration {
        if let Some(pair) = self.pairs.get(recipient) {
            return pair.wait(now, self.limits.pair_tolerance());
        }
        if !self.is_full(now) {
            return Duration::ZERO;
        }
        let busy = |pair: &Meter| after(now, pair.counted_until.max(pair.paused_until));
        let first_free = self.pairs.values().map(busy).min();
        first_free.unwrap_or_default().max(Duration::from_millis(1))
    }

    fn pair(&mut self, now: Instant, recipient: &str) -> &mut Meter {
        if !self.pairs.contains_key(recipient) {
            if self.pairs.len() >= self.sweep_at {
                self.pairs.retain(|_, pair| !pair.is_forgotten(now));
                self.sweep_at = (self.pairs.len() * 2).max(FEW);
                self.pairs.shrink_to(self.sweep_at);
            }
            self.pairs.insert(recipient.into(), Meter::default());
        }
        self.pairs
            .get_mut(recipient)
            .expect("the entry is there or was made above")
    }

    /// Whether no further recipient can be remembered, even after forgetting what can be.
    fn is_full(&mut self, now: Instant) -> bool {
        if self.pairs.len() < self.limits.max_pairs.max(1) {
            return false;
        }
        self.pairs.retain(|_, pair| !pair.is_idle(now));
        self.pairs.len() >= self.limits.max_pairs.max(1)
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
mod tests {
    use super::*;

    const ROBIN: &str = "+12025550147";
    const KIM: &str = "+12025550148";

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_burst_of_45_goes_to_one_user_and_then_one_in_six_seconds() {
        let mut limiter = Limiter::new(PacingLimits::default());
        let start = Instant::now();
        let mut now = start;
        for _ in 0..45 {
            assert_eq!(limiter.admit(now, ROBIN), Decision::Go);
            now += Duration::from_micros(12_500);
        }

        let Decision::Wait(wait) = limiter.admit(now, ROBIN) else {
            panic!("the burst is over");
        };
        assert_eq!(now + wait, start + seconds(6));
        assert_eq!(limiter.admit(now, KIM), Decision::Go, "others are fine");
        assert_eq!(limiter.admit(now + wait, ROBIN), Decision::Go);
        assert_eq!(limiter.admit(now + wait, ROBIN), Decision::Wait(seconds(6)));
    }

    #[test]
    fn the_number_sends_80_a_second_evenly() {
        let mut limiter = Limiter::new(PacingLimits::default());
        let now = Instant::now();

        assert_eq!(limiter.admit(now, ROBIN), Decision::Go);

        let gap = Duration::from_micros(12_500);
        assert_eq!(limiter.admit(now, KIM), Decision::Wait(gap));
        assert_eq!(limiter.admit(now + gap, KIM), Decision::Go);
    }

    #[test]
    fn received_messages_count_but_hold_up_by_a_second_at_most() {
        let mut limiter = Limiter::new(PacingLimits::default());
        let now = Instant::now();
        limiter.count_inbound(now);
        assert!(matches!(limiter.admit(now, ROBIN), Decision::Wait(_)));

        for _ in 0..10_000 {
            limiter.count_inbound(now);
        }

        assert_eq!(limiter.admit(now, ROBIN), Decision::Wait(seconds(1)));
    }

    #[test]
    fn the_pair_limit_pauses_the_user_longer_each_time() {
        let mut limiter = Limiter::new(PacingLimits::default());
        let mut now = Instant::now();
        let code = ErrorCode::PairRateLimit;

        for expected in [1, 4, 16, 64] {
            let pause = seconds(expected);
            assert_eq!(limiter.penalize(now, ROBIN, code), Some(pause));
            assert_eq!(limiter.admit(now, ROBIN), Decision::Wait(pause));
            assert_eq!(limiter.admit(now, KIM), Decision::Go);
            now += pause;
            assert_eq!(limiter.admit(now, ROBIN), Decision::Go);
            now += seconds(1);
        }

        now += seconds(5 * 60);
        assert_eq!(limiter.penalize(now, ROBIN, code), Some(seconds(1)));
    }

    #[test]
    fn limits_of_the_number_pause_everybody_and_other_errors_nobody() {
        let now = Instant::now();
        for (code, pause) in [
            (130_429, Some(1)),
            (131_057, Some(60)),
            (4, Some(3_600)),
            (80_007, Some(3_600)),
            (131_047, None),
            (131_049, None),
            (7, None),
        ] {
            let mut limiter = Limiter::new(PacingLimits::default());

            let paused = limiter.penalize(now, ROBIN, ErrorCode::from(code));

            assert_eq!(paused, pause.map(seconds), "{code}");
            let expected = paused.map_or(Decision::Go, Decision::Wait);
            assert_eq!(limiter.admit(now, KIM), expected, "{code}");
        }
    }

    #[test]
    fn a_new_recipient_waits_when_no_more_can_be_remembered() {
        let limits = PacingLimits {
            max_pairs: 2,
            ..PacingLimits::default()
        };
        let mut limiter = Limiter::new(limits);
        let mut now = Instant::now();
        for recipient in ["a", "b"] {
            assert_eq!(limiter.admit(now, recipient), Decision::Go);
            now += seconds(1);
        }

        assert_eq!(limiter.admit(now, "c"), Decision::Wait(seconds(4)));
        assert_eq!(limiter.admit(now, "a"), Decision::Go);
        assert_eq!(limiter.admit(now + seconds(5), "c"), Decision::Go);
        assert_eq!(limiter.remembered(), 2);
    }

    #[test]
    fn recipients_are_not_printed() {
        let mut limiter = Limiter::new(PacingLimits::default());
        let _ = limiter.admit(Instant::now(), ROBIN);

        assert!(!format!("{limiter:?}").contains("5550147"));
    }
}
