//! How many requests are sent.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Lets at most so many requests through in any minute, and none while the service asks for
/// a pause.
pub(super) struct Limiter {
    a_minute: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When the requests of the last minute were sent, in order.
    sent: VecDeque<DateTime<Utc>>,
    paused_until: Option<DateTime<Utc>>,
}

impl Limiter {
    /// 0 is no limit.
    pub(super) fn new(a_minute: u32) -> Self {
        Self {
            a_minute: usize::try_from(a_minute).unwrap_or(usize::MAX),
            state: Mutex::default(),
        }
    }

    /// Takes one request, if one may be sent now.
    pub(super) fn take(&self, now: DateTime<Utc>) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.paused_until.is_some_and(|until| now < until) {
            return false;
        }
        state.paused_until = None;
        if self.a_minute == 0 {
            return true;
        }
        // A clock that was set back must not close the door for longer than a minute.
        let is_over = |sent: &DateTime<Utc>| now - *sent >= MINUTE || *sent > now;
        while state.sent.front().is_some_and(is_over) {
            state.sent.pop_front();
        }
        if state.sent.len() >= self.a_minute {
            return false;
        }
        state.sent.push_back(now);
        true
    }

    /// Lets nothing through for as long as the service asks for, a minute at most.
    pub(super) fn pause(&self, now: DateTime<Utc>, wait: Duration) {
        let wait = TimeDelta::from_std(wait).map_or(MINUTE, |wait| wait.min(MINUTE));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.paused_until = Some(now + wait);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    #[test]
    fn in_any_minute_at_most_the_limit_goes_through() {
        let limiter = Limiter::new(3);
        let taken = [0, 10, 50, 59, 60, 61, 70, 71].map(|second| limiter.take(at(second)));
        assert_eq!(taken, [true, true, true, false, true, false, true, false]);
    }

    #[test]
    fn no_limit_is_none() {
        let limiter = Limiter::new(0);
        assert!((0..5_000).all(|_| limiter.take(at(0))));
    }

    #[test]
    fn a_service_that_asks_for_a_pause_gets_one_of_a_minute_at_most() {
        let limiter = Limiter::new(0);

        limiter.pause(at(0), Duration::from_secs(5));
        assert!(!limiter.take(at(4)) && limiter.take(at(5)));

        limiter.pause(at(10), Duration::from_secs(u64::MAX));
        assert!(!limiter.take(at(69)) && limiter.take(at(70)));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_close_the_door() {
        let limiter = Limiter::new(1);
        assert!(limiter.take(at(100_000)));
        assert!(limiter.take(at(0)));
        assert!(!limiter.take(at(1)));
    }
}
