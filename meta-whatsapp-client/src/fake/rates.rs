//! The vendor's two clocks: throughput of the number, and the pace to one customer.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use super::answers::Refusal;

const PAIR_INTERVAL: TimeDelta = TimeDelta::seconds(6);
const PAIR_BURST: i64 = 45;
const PAIR_NANOS: i64 = 6_000_000_000;
/// Pairs that are quiet again are forgotten when there are more than this.
const PAIRS: usize = 10_000;

/// What is enforced, and what was sent lately.
#[derive(Default)]
pub(super) struct Rates {
    pub(super) limits_pairs: bool,
    pub(super) per_second: Option<usize>,
    /// What was sent to each customer since nothing was owed.
    pairs: BTreeMap<String, Borrowed>,
    last_second: VecDeque<DateTime<Utc>>,
}

/// Messages to one customer, the first of which was sent while nothing was owed.
#[derive(Clone, Copy)]
struct Borrowed {
    since: DateTime<Utc>,
    messages: i64,
}

impl Borrowed {
    /// How many messages are not paid back: one is every 6 s.
    fn owed(&self, now: DateTime<Utc>) -> i64 {
        let paid = (now - self.since).num_nanoseconds().unwrap_or(i64::MAX) / PAIR_NANOS;
        self.messages - paid
    }

    fn may_borrow(&self, now: DateTime<Utc>) -> bool {
        now - self.since < PAIR_INTERVAL && self.messages < PAIR_BURST
    }
}

impl Rates {
    pub(super) fn admit(&mut self, now: DateTime<Utc>, recipient: &str) -> Result<(), Refusal> {
        if let Some(limit) = self.per_second {
            let old = |at: &DateTime<Utc>| *at + TimeDelta::seconds(1) <= now;
            while self.last_second.front().is_some_and(old) {
                self.last_second.pop_front();
            }
            if self.last_second.len() >= limit {
                return Err(Refusal::of_code(130_429).details("Throughput of the number reached"));
            }
        }
        if self.limits_pairs {
            if self.pairs.len() > PAIRS {
                self.pairs.retain(|_, borrowed| borrowed.owed(now) > 0);
            }
            let known = self.pairs.get(recipient);
            let indebted = known.filter(|borrowed| borrowed.owed(now) > 0).copied();
            if indebted.is_some_and(|borrowed| !borrowed.may_borrow(now)) {
                return Err(Refusal::of_code(131_056)
                    .details("Too many messages to this customer in a short time"));
            }
            let mut borrowed = indebted.unwrap_or(Borrowed {
                since: now,
                messages: 0,
            });
            borrowed.messages += 1;
            self.pairs.insert(recipient.to_owned(), borrowed);
        }
        if self.per_second.is_some() {
            self.last_second.push_back(now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::pacing::{Decision, Limiter, PacingLimits};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_166_040, 0).unwrap()
    }

    fn limiting_pairs() -> Rates {
        Rates {
            limits_pairs: true,
            ..Rates::default()
        }
    }

    fn seconds(seconds: i64) -> TimeDelta {
        TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_pair_may_burst_45_and_then_none_until_all_are_paid_back() {
        let mut rates = limiting_pairs();

        let accepted = (0..100).filter(|_| rates.admit(now(), "1").is_ok()).count();

        assert_eq!(accepted, 45);
        assert!(rates.admit(now(), "2").is_ok());
        assert!(rates.admit(now() + seconds(6), "1").is_err());
        assert!(rates.admit(now() + seconds(269), "1").is_err());
        assert!(rates.admit(now() + seconds(270), "1").is_ok());
    }

    #[test]
    fn after_20_at_once_a_pair_waits_two_minutes() {
        let mut rates = limiting_pairs();
        for _ in 0..20 {
            assert!(rates.admit(now(), "1").is_ok());
        }

        assert!(rates.admit(now() + seconds(6), "1").is_err());
        assert!(rates.admit(now() + seconds(119), "1").is_err());
        assert!(rates.admit(now() + seconds(120), "1").is_ok());
    }

    #[test]
    fn one_every_six_seconds_is_never_refused() {
        let mut rates = limiting_pairs();

        for number in 0..1_000 {
            assert!(rates.admit(now() + seconds(6 * number), "1").is_ok());
        }
    }

    proptest! {
        #[test]
        fn the_limiter_admits_exactly_what_is_accepted(
            pause_at_most in prop_oneof![Just(100_u64), Just(3_000), Just(60_000)],
            parts in vec(1_u64..=1_000, 1..200),
        ) {
            let mut rates = limiting_pairs();
            let mut limiter = Limiter::new(PacingLimits {
                messages_per_second: u32::MAX,
                ..PacingLimits::default()
            });
            let start = Instant::now();
            let mut time = Duration::ZERO;
            for part in parts {
                time += Duration::from_micros(pause_at_most * part);
                let admitted = limiter.admit(start + time, "1") == Decision::Go;
                prop_assert_eq!(rates.admit(now() + time, "1").is_ok(), admitted);
            }
        }
    }

    #[test]
    fn the_throughput_counts_all_customers_of_the_last_second() {
        let mut rates = Rates {
            per_second: Some(2),
            ..Rates::default()
        };

        let results: Vec<bool> = ["1", "2", "3"]
            .map(|to| rates.admit(now(), to).is_ok())
            .to_vec();

        assert_eq!(results, [true, true, false]);
        assert!(rates.admit(now() + TimeDelta::seconds(1), "3").is_ok());
    }
}
