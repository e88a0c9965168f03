//! How many calls a token makes each minute.

use std::{collections::BTreeMap, time::Duration};

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, Timelike, Utc};

/// What the vendor allows a client each minute, by default.
const ALLOWED_A_MINUTE: u64 = 300;

/// Counts the calls of this minute.
#[derive(Default)]
pub(super) struct Rates {
    /// How many calls a token may make each minute.
    pub(super) allowed: Option<u64>,
    minute: i64,
    counts: BTreeMap<String, u64>,
}

impl Rates {
    pub(super) fn count(&mut self, now: DateTime<Utc>, request: &FakeRequest) {
        let minute = now.timestamp().div_euclid(60);
        if self.minute != minute {
            self.minute = minute;
            self.counts.clear();
        }
        *self.counts.entry(caller(request).to_owned()).or_default() += 1;
    }

    /// How long to wait, if there were too many calls.
    pub(super) fn excess(&self, now: DateTime<Utc>, request: &FakeRequest) -> Option<Duration> {
        let is_too_many = self.counted(request) > self.allowed?;
        is_too_many.then(|| Duration::from_secs(u64::from(reset(now))))
    }

    /// Every answer tells how many calls came and when the count begins anew.
    pub(super) fn tell(&self, answer: Answer, now: DateTime<Utc>, request: &FakeRequest) -> Answer {
        let allowed = self.allowed.unwrap_or(ALLOWED_A_MINUTE);
        answer
            .with_header("inin-ratelimit-count", self.counted(request))
            .with_header("inin-ratelimit-allowed", allowed)
            .with_header("inin-ratelimit-reset", reset(now))
    }

    fn counted(&self, request: &FakeRequest) -> u64 {
        self.counts.get(caller(request)).copied().unwrap_or(0)
    }
}

/// Whose calls are counted together: those with one token.
fn caller(request: &FakeRequest) -> &str {
    request.bearer().unwrap_or_default()
}

/// The seconds until the next minute.
fn reset(now: DateTime<Utc>) -> u32 {
    60 - now.second().min(59)
}
