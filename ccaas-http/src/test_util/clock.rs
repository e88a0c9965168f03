//! Time under a test's control.

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::client::Clock;

/// A clock that stands still until it is moved. Sleeping moves it, and takes no time.
#[derive(Clone, Debug)]
pub struct FakeClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    now: DateTime<Utc>,
    slept: Vec<Duration>,
}

impl FakeClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            state: Arc::new(Mutex::new(State {
                now,
                slept: Vec::new(),
            })),
        }
    }

    /// The clock to hand to a client.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let (for_now, for_sleep) = (self.clone(), self.clone());
        Clock::new(
            move || for_now.now(),
            move |duration| {
                let mut state = for_sleep.state();
                state.slept.push(duration);
                state.now += to_delta(duration);
                std::future::ready(())
            },
        )
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.state().now
    }

    /// Moves the clock forward.
    pub fn advance(&self, duration: Duration) {
        self.state().now += to_delta(duration);
    }

    /// The waits so far, in order.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .expect("no test panics while it holds the clock")
    }
}

fn to_delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).expect("a test moves the clock by a sensible time")
}
