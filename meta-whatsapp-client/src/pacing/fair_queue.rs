//! A queue in which nobody waits behind the many messages of another.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Decision, Limiter, PacingLimits};
use crate::ErrorCode;

/// What a [`FairQueue`] has to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// This may go now, and was counted.
    Go(T),
    /// Nothing may go yet; ask again after this time, or when something was added.
    Wait(Duration),
    /// Nothing waits.
    Empty,
}

/// A queue took as much as it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many messages wait to be sent")]
pub struct QueueFull;

/// A queue before a [`Limiter`]: in turn among recipients, in order for each of them.
///
/// A recipient who must wait holds up nobody else. Both ways in and out cost the logarithm
/// of the number of recipients at most.
pub struct FairQueue<T> {
    limiter: Limiter,
    waiting: HashMap<Arc<str>, VecDeque<T>>,
    /// Recipients whose turn may come now, next first.
    ready: VecDeque<Arc<str>>,
    /// Recipients who must wait, with the time until when.
    held: BinaryHeap<Reverse<(Instant, Arc<str>)>>,
    len: usize,
    max_waiting: usize,
}

impl<T> FairQueue<T> {
    /// An empty queue for one business number.
    #[must_use]
    pub fn new(limits: PacingLimits) -> Self {
        Self {
            limiter: Limiter::new(limits),
            waiting: HashMap::new(),
            ready: VecDeque::new(),
            held: BinaryHeap::new(),
            len: 0,
            max_waiting: limits.max_waiting,
        }
    }

    /// Adds something for `recipient`, behind what already waits for them.
    ///
    /// # Errors
    /// [`QueueFull`].
    pub fn push(&mut self, recipient: &str, item: T) -> Result<(), QueueFull> {
        if self.len >= self.max_waiting {
            return Err(QueueFull);
        }
        self.len += 1;
        if let Some(items) = self.waiting.get_mut(recipient) {
            items.push_back(item);
            return Ok(());
        }
        let recipient: Arc<str> = recipient.into();
        self.ready.push_back(Arc::clone(&recipient));
        self.waiting.insert(recipient, VecDeque::from([item]));
        Ok(())
    }

    /// What may go now.
    pub fn next(&mut self, now: Instant) -> Next<T> {
        self.next_where(now, |_| true)
    }

    /// What may go now, leaving out what nobody wants any more.
    pub(super) fn next_where(&mut self, now: Instant, is_wanted: impl Fn(&T) -> bool) -> Next<T> {
        self.let_in(now);
        let number_wait = self.limiter.number_wait(now);
        loop {
            let Some(recipient) = self.ready.pop_front() else {
                return match self.held.peek() {
                    Some(Reverse((at, _))) => {
                        let wait = at.saturating_duration_since(now);
                        Next::Wait(wait.max(number_wait))
                    }
                    None => Next::Empty,
                };
            };
            let Some(items) = self.waiting.get_mut(&recipient) else {
                continue;
            };
            while items.front().is_some_and(|item| !is_wanted(item)) {
                items.pop_front();
                self.len -= 1;
            }
            if items.is_empty() {
                self.waiting.remove(&recipient);
                continue;
            }
            if !number_wait.is_zero() {
                self.ready.push_front(recipient);
                return Next::Wait(number_wait);
            }
            match self.limiter.admit(now, &recipient) {
                Decision::Wait(wait) => self.held.push(Reverse((now + wait, recipient))),
                Decision::Go => {
                    let item = items.pop_front();
                    if items.is_empty() {
                        self.waiting.remove(&recipient);
                    } else {
                        self.ready.push_back(recipient);
                    }
                    if let Some(item) = item {
                        self.len -= 1;
                        return Next::Go(item);
                    }
                }
            }
        }
    }

    /// Pauses what an error concerns; see [`Limiter::penalize`].
    pub fn penalize(&mut self, now: Instant, recipient: &str, code: ErrorCode) -> Option<Duration> {
        self.limiter.penalize(now, recipient, code)
    }

    /// Counts a message that was received; see [`Limiter::count_inbound`].
    pub fn count_inbound(&mut self, now: Instant) {
        self.limiter.count_inbound(now);
    }

    /// How much waits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many recipients the limiter remembers.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.limiter.remembered()
    }

    /// Puts those whose wait is over behind those who are ready.
    fn let_in(&mut self, now: Instant) {
        while let Some(Reverse((at, _))) = self.held.peek() {
            if *at > now {
                return;
            }
            if let Some(Reverse((_, recipient))) = self.held.pop() {
                self.ready.push_back(recipient);
            }
        }
    }
}

impl<T> fmt::Debug for FairQueue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FairQueue")
            .field("limiter", &self.limiter)
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_micros(12_500);

    /// Everything in the order in which it goes, with the time after the start.
    fn drain<T>(queue: &mut FairQueue<T>, start: Instant) -> Vec<(Duration, T)> {
        let mut now = start;
        let mut gone = Vec::new();
        loop {
            match queue.next(now) {
                Next::Go(item) => gone.push((now - start, item)),
                Next::Wait(wait) => now += wait,
                Next::Empty => return gone,
            }
        }
    }

    #[test]
    fn one_message_does_not_wait_behind_the_many_of_another() {
        let mut queue = FairQueue::new(PacingLimits::default());
        for number in 0..40 {
            queue.push("many", number).unwrap();
        }
        queue.push("one", 100).unwrap();

        let gone = drain(&mut queue, Instant::now());

        assert_eq!(gone[1], (GAP, 100));
        let others: Vec<_> = gone
            .iter()
            .map(|(_, item)| *item)
            .filter(|item| *item < 100)
            .collect();
        assert_eq!(others, (0..40).collect::<Vec<_>>(), "in order");
        assert!(queue.is_empty());
    }

    #[test]
    fn a_recipient_who_must_wait_holds_up_nobody() {
        let mut queue = FairQueue::new(PacingLimits::default());
        let start = Instant::now();
        let _ = queue.penalize(start, "paused", ErrorCode::PairRateLimit);
        queue.push("paused", "late").unwrap();
        queue.push("other", "early").unwrap();

        let gone = drain(&mut queue, start);

        assert_eq!(
            gone,
            [(Duration::ZERO, "early"), (Duration::from_secs(1), "late")]
        );
    }

    #[test]
    fn a_pause_that_comes_while_waiting_is_kept() {
        let mut queue = FairQueue::new(PacingLimits::default());
        let start = Instant::now();
        let code = ErrorCode::PairRateLimit;
        let _ = queue.penalize(start, "a", code);
        queue.push("a", ()).unwrap();
        assert_eq!(queue.next(start), Next::Wait(Duration::from_secs(1)));

        let _ = queue.penalize(start, "a", code);

        assert_eq!(drain(&mut queue, start)[0].0, Duration::from_secs(4));
    }

    #[test]
    fn a_full_queue_refuses_and_takes_again_when_something_has_gone() {
        let mut queue = FairQueue::new(PacingLimits {
            max_waiting: 2,
            ..PacingLimits::default()
        });
        queue.push("a", 1).unwrap();
        queue.push("b", 2).unwrap();
        assert_eq!(queue.push("a", 3), Err(QueueFull));

        assert_eq!(queue.next(Instant::now()), Next::Go(1));

        assert_eq!(queue.push("a", 3), Ok(()));
        assert_eq!(queue.len(), 2);
    }

    #[test]
    fn what_nobody_wants_is_left_out_without_being_counted() {
        let mut queue = FairQueue::new(PacingLimits::default());
        let now = Instant::now();
        for number in 0..3 {
            queue.push("a", number).unwrap();
        }

        assert_eq!(queue.next_where(now, |number| *number == 2), Next::Go(2));
        assert_eq!(queue.next(now), Next::Empty);
        assert_eq!(queue.len(), 0);
    }
}
