//! Whether anything is sent to a vendor now: a route pauses, is probed, and resumes.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// The first pause; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(1);
/// The longest pause that is not asked for by the vendor.
const LONGEST: Duration = Duration::from_secs(60);

/// How one direction of a route stands with its vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State<C> {
    /// Items are sent.
    #[default]
    Open,
    /// Nothing is sent.
    Paused(Pause<C>),
    /// One item is sent to see whether the vendor is back.
    Probing(Pause<C>),
}

/// Why and until when nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause<C> {
    /// What the vendor said.
    pub cause: C,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When one item is tried.
    pub until: DateTime<Utc>,
    /// How often it was tried in vain; the first failure counts.
    pub failures: u32,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<C> {
    /// A call failed in a way that others would, too.
    Failed {
        /// What the vendor said.
        cause: C,
        /// How long the vendor asks to wait.
        retry_after: Option<Duration>,
    },
    /// The vendor dealt with a call; it may have refused that one for its own sake.
    Answered,
    /// Time has passed.
    Due,
    /// An operator wants it tried now.
    Resume,
}

/// What an event leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<C> {
    /// The new state.
    pub state: State<C>,
    /// What to tell people.
    pub alert: Option<Alert>,
}

/// What people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// The route has paused.
    Paused,
    /// The route goes on.
    Resumed,
}

/// What an event at `at` leads to.
#[must_use]
pub fn next<C: Clone>(state: &State<C>, event: Event<C>, at: DateTime<Utc>) -> Step<C> {
    match (state, event) {
        (State::Open, Event::Failed { cause, retry_after }) => {
            let pause = Pause {
                cause,
                since: at,
                until: at + wait(1, retry_after),
                failures: 1,
            };
            step(State::Paused(pause)).tell(Alert::Paused)
        }
        (State::Probing(before), Event::Failed { cause, retry_after }) => {
            let failures = before.failures.saturating_add(1);
            step(State::Paused(Pause {
                cause,
                since: before.since,
                until: at + wait(failures, retry_after),
                failures,
            }))
        }
        // Calls that were under way when it paused: the longest wait counts.
        (State::Paused(before), Event::Failed { retry_after, .. }) => {
            let until = at + wait(before.failures, retry_after);
            step(State::Paused(Pause {
                until: before.until.max(until),
                ..before.clone()
            }))
        }
        (State::Paused(pause), Event::Due) if pause.until <= at => {
            step(State::Probing(pause.clone()))
        }
        (State::Paused(pause), Event::Resume) => step(State::Probing(pause.clone())),
        // With nothing to probe with it waits for the next item, however long that takes.
        (State::Probing(_), Event::Answered) => step(State::Open).tell(Alert::Resumed),
        // A call that was under way when it paused says nothing about the next one.
        (state, Event::Answered | Event::Due | Event::Resume) => step(state.clone()),
    }
}

impl<C> State<C> {
    /// How many more items may be sent while `under_way` are, out of `most`.
    #[must_use]
    pub fn room(&self, under_way: usize, most: usize) -> usize {
        match self {
            Self::Open => most.saturating_sub(under_way),
            Self::Paused(_) => 0,
            Self::Probing(_) => 1_usize.saturating_sub(under_way),
        }
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused(_) => "paused",
            Self::Probing(_) => "probing",
        }
    }

    /// The pause, also while it is probed.
    #[must_use]
    pub fn pause(&self) -> Option<&Pause<C>> {
        match self {
            Self::Open => None,
            Self::Paused(pause) | Self::Probing(pause) => Some(pause),
        }
    }
}

fn wait(failures: u32, retry_after: Option<Duration>) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    let backoff = FIRST.saturating_mul(doubled).min(LONGEST);
    retry_after.map_or(backoff, |asked| asked.max(backoff))
}

fn step<C>(state: State<C>) -> Step<C> {
    Step { state, alert: None }
}

impl<C> Step<C> {
    fn tell(self, alert: Alert) -> Self {
        Self {
            alert: Some(alert),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type S = State<&'static str>;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn pause(until: i64, failures: u32) -> Pause<&'static str> {
        Pause {
            cause: "503",
            since: at(0),
            until: at(until),
            failures,
        }
    }

    fn failed(retry_after: Option<u64>) -> Event<&'static str> {
        Event::Failed {
            cause: "503",
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    #[test]
    fn each_event_in_each_state() {
        let paused = |until, failures| S::Paused(pause(until, failures));
        let probing = |until, failures| S::Probing(pause(until, failures));
        for (state, event, now, expected, alert) in [
            (S::Open, failed(None), 0, paused(1, 1), Some(Alert::Paused)),
            (
                S::Open,
                failed(Some(30)),
                0,
                paused(30, 1),
                Some(Alert::Paused),
            ),
            (S::Open, Event::Answered, 0, S::Open, None),
            (S::Open, Event::Due, 0, S::Open, None),
            (S::Open, Event::Resume, 0, S::Open, None),
            (paused(5, 3), failed(None), 2, paused(6, 3), None),
            (paused(5, 1), failed(None), 2, paused(5, 1), None),
            (paused(5, 1), Event::Answered, 2, paused(5, 1), None),
            (paused(5, 1), Event::Due, 4, paused(5, 1), None),
            (paused(5, 1), Event::Due, 5, probing(5, 1), None),
            (paused(5, 1), Event::Resume, 1, probing(5, 1), None),
            (probing(5, 1), failed(None), 5, paused(7, 2), None),
            (probing(5, 9), failed(None), 5, paused(65, 10), None),
            (probing(5, 9), failed(Some(600)), 5, paused(605, 10), None),
            (
                probing(5, 1),
                Event::Answered,
                5,
                S::Open,
                Some(Alert::Resumed),
            ),
            (probing(5, 1), Event::Due, 9, probing(5, 1), None),
            (probing(5, 1), Event::Resume, 9, probing(5, 1), None),
        ] {
            let name = format!("{state:?} {event:?}");
            let step = next(&state, event, at(now));
            assert_eq!((step.state, step.alert), (expected, alert), "{name}");
        }
    }

    #[test]
    fn a_probe_is_one_item_and_a_pause_none() {
        for (state, under_way, room) in [
            (S::Open, 3, 5),
            (S::Open, 9, 0),
            (S::Paused(pause(5, 1)), 0, 0),
            (S::Probing(pause(5, 1)), 0, 1),
            (S::Probing(pause(5, 1)), 1, 0),
        ] {
            assert_eq!(state.room(under_way, 8), room, "{state:?} {under_way}");
        }
    }
}
