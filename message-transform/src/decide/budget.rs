//! How many calls a Genesys client may still make in this minute, and for what.

use std::time::Duration;

use ccaas_http::RateLimit;
use chrono::{DateTime, Utc};

/// What is assumed until Genesys tells.
const ALLOWED: u64 = 300;
/// The length of a window until Genesys tells.
const WINDOW: Duration = Duration::from_secs(60);

/// What a call is for, most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A customer's message.
    Message,
    /// A receipt that a message was not delivered.
    Failed,
    /// A receipt that a message was delivered.
    Delivered,
    /// That the customer types.
    Typing,
}

/// Whether a call may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// It may, and is counted.
    Go,
    /// It may at this moment; until then, those of one customer are worth one.
    Wait(DateTime<Utc>),
    /// It is not worth waiting for.
    Drop,
}

/// The calls of one Genesys client in the present window.
///
/// It counts its own calls, and takes over what the answers say: others may use the client,
/// too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    allowed: u64,
    used: u64,
    until: Option<DateTime<Utc>>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            allowed: ALLOWED,
            used: 0,
            until: None,
        }
    }
}

impl Budget {
    /// Whether a call may be made now; if so, it is counted.
    pub fn ask(&mut self, purpose: Purpose, now: DateTime<Utc>) -> Grant {
        let until = self.window(now);
        if self.used + self.reserved(purpose) < self.allowed {
            self.used += 1;
            return Grant::Go;
        }
        match purpose {
            Purpose::Typing => Grant::Drop,
            _ => Grant::Wait(until),
        }
    }

    /// Takes in what an answer says about the limit.
    pub fn learn(&mut self, limit: RateLimit, now: DateTime<Utc>) {
        let until = self.window(now);
        self.allowed = limit.allowed.filter(|it| *it > 0).unwrap_or(self.allowed);
        // Answers overtake each other, and calls are under way that they do not count.
        self.used = self.used.max(limit.count.unwrap_or_default());
        self.until = Some(limit.reset.map_or(until, |reset| now + reset.min(WINDOW)));
    }

    /// How many calls are left for messages.
    #[must_use]
    pub fn left(&self, now: DateTime<Utc>) -> u64 {
        match self.until {
            Some(until) if now < until => self.allowed.saturating_sub(self.used),
            _ => self.allowed,
        }
    }

    /// What is kept back for what is more important.
    fn reserved(&self, purpose: Purpose) -> u64 {
        match purpose {
            Purpose::Message | Purpose::Failed => 0,
            Purpose::Delivered => self.allowed / 5,
            Purpose::Typing => self.allowed / 2,
        }
    }

    /// Begins a new window where the last one is over; when the present one ends.
    fn window(&mut self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self.until {
            Some(until) if now < until => until,
            _ => {
                let until = now + WINDOW;
                self.used = 0;
                self.until = Some(until);
                until
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn limit(allowed: u64, count: u64, reset: u64) -> RateLimit {
        let mut headers = http::HeaderMap::new();
        for (name, value) in [("a", allowed), ("c", count), ("r", reset)] {
            headers.insert(name, value.into());
        }
        let names = ccaas_http::MetaHeaders {
            rate_limit_allowed: Some("a"),
            rate_limit_count: Some("c"),
            rate_limit_reset: Some("r"),
            ..ccaas_http::MetaHeaders::default()
        };
        ccaas_http::ResponseMeta::read(http::StatusCode::OK, &headers, &names, at(0))
            .rate_limit()
            .unwrap()
    }

    #[test]
    fn what_matters_less_ends_earlier() {
        let wait = Grant::Wait(at(30));
        for (count, [message, failed, delivered, typing]) in [
            (0, [Grant::Go; 4]),
            (50, [Grant::Go, Grant::Go, Grant::Go, Grant::Drop]),
            (80, [Grant::Go, Grant::Go, wait, Grant::Drop]),
            (99, [Grant::Go, Grant::Go, wait, Grant::Drop]),
            (100, [wait, wait, wait, Grant::Drop]),
        ] {
            let mut budget = Budget::default();
            budget.learn(limit(100, count, 30), at(0));
            for (purpose, expected) in [
                (Purpose::Message, message),
                (Purpose::Failed, failed),
                (Purpose::Delivered, delivered),
                (Purpose::Typing, typing),
            ] {
                let grant = budget.clone().ask(purpose, at(1));
                assert_eq!(grant, expected, "{purpose:?} after {count}");
            }
        }
    }

    #[test]
    fn calls_are_counted_until_the_window_ends() {
        let mut budget = Budget::default();
        for _ in 0..300 {
            assert_eq!(budget.ask(Purpose::Message, at(0)), Grant::Go);
        }
        assert_eq!(budget.ask(Purpose::Message, at(59)), Grant::Wait(at(60)));
        assert_eq!(budget.left(at(59)), 0);

        assert_eq!(budget.ask(Purpose::Message, at(60)), Grant::Go);
        assert_eq!(budget.left(at(60)), 299);
    }

    #[test]
    fn an_answer_that_was_overtaken_gives_nothing_back() {
        let mut budget = Budget::default();
        budget.learn(limit(100, 90, 30), at(0));
        budget.learn(limit(100, 40, 30), at(0));
        assert_eq!(budget.left(at(0)), 10);
    }
}
