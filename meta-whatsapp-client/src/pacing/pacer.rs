//! Waiting one's turn.

use std::{
    fmt,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use ccaas_http::Clock;
use chrono::{DateTime, Utc};
use futures_util::future::{Either, select};
use tokio::sync::{Notify, oneshot};

use super::{FairQueue, Next, PacingLimits, QueueFull, fair_queue::Ticket};
use crate::Error;

/// The async form of [`FairQueue`]: a call waits until its message may go. Cheap to clone.
///
/// There is no task behind it; whoever waits first keeps the time for all.
#[derive(Clone)]
pub struct Pacer {
    shared: Arc<Shared>,
}

struct Shared {
    /// `None` is tokio's clock, which nobody sets.
    clock: Option<Clock>,
    state: Mutex<State>,
    /// Something was added, so the next turn may be earlier than thought.
    added: Notify,
    /// Held by the one who keeps the time.
    keeper: tokio::sync::Mutex<()>,
}

type Turns = FairQueue<oneshot::Sender<()>>;

struct State {
    queue: Turns,
    /// The time of the clock, if there is one.
    time: Forward,
}

/// Time that never goes back, from a clock that may.
struct Forward {
    seen: DateTime<Utc>,
    now: Instant,
}

impl Forward {
    fn to(&mut self, time: DateTime<Utc>) -> Instant {
        self.now += (time - self.seen).to_std().unwrap_or_default();
        self.seen = time;
        self.now
    }
}

impl Pacer {
    /// A pacer for one business number, with a clock that setting the system's time does not
    /// move.
    #[must_use]
    pub fn new(limits: PacingLimits) -> Self {
        Self::by(limits, None)
    }

    /// A pacer that lives by `clock`. Time that goes back stands still.
    #[must_use]
    pub fn with_clock(limits: PacingLimits, clock: Clock) -> Self {
        Self::by(limits, Some(clock))
    }

    fn by(limits: PacingLimits, clock: Option<Clock>) -> Self {
        let time = Forward {
            seen: clock.as_ref().map(Clock::now).unwrap_or_default(),
            now: Instant::now(),
        };
        Self {
            shared: Arc::new(Shared {
                clock,
                state: Mutex::new(State {
                    queue: FairQueue::new(limits),
                    time,
                }),
                added: Notify::new(),
                keeper: tokio::sync::Mutex::new(()),
            }),
        }
    }

    /// Waits until a message to `recipient` may go, and counts it.
    ///
    /// `recipient` is whatever stands for the user, but always the same. Who stops waiting
    /// gives up their turn and their place.
    ///
    /// # Errors
    /// [`QueueFull`] if too many wait already, in all or for this recipient.
    pub async fn admit(&self, recipient: &str) -> Result<(), QueueFull> {
        let (turn, mut my_turn) = oneshot::channel();
        let ticket = self.with(|queue, _| queue.push(recipient, turn))?;
        let _place = Place {
            pacer: self,
            recipient,
            ticket,
        };
        self.let_go();
        if my_turn.try_recv().is_ok() {
            return Ok(());
        }
        self.shared.added.notify_one();
        let keeping = match select(&mut my_turn, pin!(self.shared.keeper.lock())).await {
            Either::Left(_) => return Ok(()),
            Either::Right((keeping, _)) => keeping,
        };
        while let Some(wait) = self.let_go() {
            if my_turn.try_recv().is_ok() {
                break;
            }
            let pause = pin!(self.sleep(wait));
            let sooner = pin!(self.shared.added.notified());
            if let Either::Left(_) = select(&mut my_turn, select(pause, sooner)).await {
                break;
            }
        }
        drop(keeping);
        Ok(())
    }

    /// Slows down what a failed send concerns; see [`Limiter::penalize`](super::Limiter::penalize).
    pub fn report(&self, recipient: &str, error: &Error) -> Option<Duration> {
        let code = error.as_api()?.code()?;
        self.with(|queue, now| queue.penalize(now, recipient, code))
    }

    /// Counts a message that was received; see
    /// [`Limiter::count_inbound`](super::Limiter::count_inbound).
    pub fn count_inbound(&self) {
        self.with(FairQueue::count_inbound);
    }

    /// Tells all whose turn it is. How long until the next turn; `None` if nobody waits.
    fn let_go(&self) -> Option<Duration> {
        self.with(|queue, now| {
            loop {
                match queue.next(now) {
                    // Who gave up in this very moment loses a turn that is counted.
                    Next::Go(turn) => drop(turn.send(())),
                    Next::Wait(wait) => return Some(wait),
                    Next::Empty => return None,
                }
            }
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Turns, Instant) -> T) -> T {
        let time = self.shared.clock.as_ref().map(Clock::now);
        let mut state = self.lock();
        let now = match time {
            Some(time) => state.time.to(time),
            None => tokio::time::Instant::now().into_std(),
        };
        act(&mut state.queue, now)
    }

    async fn sleep(&self, duration: Duration) {
        match &self.shared.clock {
            Some(clock) => clock.sleep(duration).await,
            None => tokio::time::sleep(duration).await,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        let state = &self.shared.state;
        state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue, given back by whoever stops waiting.
struct Place<'a> {
    pacer: &'a Pacer,
    recipient: &'a str,
    ticket: Ticket,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.pacer
            .with(|queue, _| queue.remove(self.recipient, self.ticket));
    }
}

impl fmt::Debug for Pacer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pacer")
            .field("queue", &self.lock().queue)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_goes_back_stands_still() {
        let start = Instant::now();
        let seen = DateTime::UNIX_EPOCH;
        let mut time = Forward { seen, now: start };
        let at = |seconds| seen + chrono::TimeDelta::seconds(seconds);

        assert_eq!(time.to(at(10)), start + Duration::from_secs(10));
        assert_eq!(time.to(at(4)), start + Duration::from_secs(10));
        assert_eq!(time.to(at(5)), start + Duration::from_secs(11));
    }
}
