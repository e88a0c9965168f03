//! The vendor's two clocks: throughput of the number, and the pace to one customer.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use super::answers::Refusal;

const PAIR_INTERVAL: TimeDelta = TimeDelta::seconds(6);
const PAIR_BURST: i32 = 45;
/// Pairs that are quiet again are forgotten when there are more than this.
const PAIRS: usize = 10_000;

/// What is enforced, and what was sent lately.
#[derive(Default)]
pub(super) struct Rates {
    pub(super) limits_pairs: bool,
    pub(super) per_second: Option<usize>,
    /// When each pair will have paid back what it borrowed.
    pairs: BTreeMap<String, DateTime<Utc>>,
    last_second: VecDeque<DateTime<Utc>>,
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
                self.pairs.retain(|_, even| *even > now);
            }
            let even = self.pairs.get(recipient).copied().unwrap_or(now).max(now);
            if even - now > PAIR_INTERVAL * (PAIR_BURST - 1) {
                return Err(Refusal::of_code(131_056)
                    .details("Too many messages to this customer in a short time"));
            }
            self.pairs
                .insert(recipient.to_owned(), even + PAIR_INTERVAL);
        }
        if self.per_second.is_some() {
            self.last_second.push_back(now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_166_040, 0).unwrap()
    }

    #[test]
    fn a_pair_may_burst_45_and_then_one_every_six_seconds() {
        let mut rates = Rates {
            limits_pairs: true,
            ..Rates::default()
        };

        let accepted = (0..100).filter(|_| rates.admit(now(), "1").is_ok()).count();

        assert_eq!(accepted, 45);
        assert!(rates.admit(now(), "2").is_ok());
        assert!(rates.admit(now() + TimeDelta::seconds(5), "1").is_err());
        assert!(rates.admit(now() + TimeDelta::seconds(6), "1").is_ok());
        assert!(rates.admit(now() + TimeDelta::seconds(6), "1").is_err());
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
