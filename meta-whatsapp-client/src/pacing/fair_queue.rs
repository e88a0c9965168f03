//! A queue in which nobody waits behind the many messages of another.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Decision, Limiter, PacingLimits, time::later};
use crate::ErrorCode;

/// So many recipients for whom nothing waits any more are not worth looking for.
const FEW: usize = 64;

/// What a [`FairQueue`] has to give.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next<T> {
    /// This may go now, and was counted.
    Go(T),
    /// Nothing may go yet; ask again after this time, or when something was added.
    Wait(Duration),
    /// Nothing waits.
    Empty,
}

/// The place of something in a [`FairQueue`], by which it can be taken out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// A queue took as much as it takes, in all or for one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many messages wait to be sent")]
pub struct QueueFull;

/// A queue before a [`Limiter`]: in turn among recipients, in order for each of them.
///
/// A recipient who must wait holds up nobody else, and none can take more than a part of the
/// places ([`PacingLimits::max_waiting_per_recipient`]). Both ways in and out cost the
/// logarithm of the number of recipients at most, taken together.
pub struct FairQueue<T> {
    limiter: Limiter,
    /// Every recipient in it is in one of the two orders below, once.
    waiting: HashMap<Arc<str>, VecDeque<(u64, T)>>,
    /// Recipients whose turn may come now, next first.
    ready: VecDeque<Arc<str>>,
    /// Recipients who must wait, with the time until when.
    held: BinaryHeap<Reverse<(Instant, Arc<str>)>>,
    /// Recipients for whom nothing waits since something was taken out.
    deserted: usize,
    len: usize,
    next_ticket: u64,
    max_waiting: usize,
    max_for_one: usize,
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
            deserted: 0,
            len: 0,
            next_ticket: 0,
            max_waiting: limits.max_waiting,
            max_for_one: limits.waiting_per_recipient(),
        }
    }

    /// Adds something for `recipient`, behind what already waits for them.
    ///
    /// # Errors
    /// [`QueueFull`].
    pub fn push(&mut self, recipient: &str, item: T) -> Result<Ticket, QueueFull> {
        let items = self.waiting.get_mut(recipient);
        let for_one = items.as_ref().map_or(0, |items| items.len());
        if self.len >= self.max_waiting || for_one >= self.max_for_one {
            return Err(QueueFull);
        }
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.len += 1;
        if let Some(items) = items {
            self.deserted -= usize::from(items.is_empty());
            items.push_back((ticket, item));
        } else {
            let recipient: Arc<str> = recipient.into();
            self.ready.push_back(Arc::clone(&recipient));
            self.waiting
                .insert(recipient, VecDeque::from([(ticket, item)]));
        }
        Ok(Ticket(ticket))
    }

    /// Takes out what waits for `recipient` in this place. `None` if it went already.
    pub fn remove(&mut self, recipient: &str, ticket: Ticket) -> Option<T> {
        let items = self.waiting.get_mut(recipient)?;
        let index = items.binary_search_by_key(&ticket.0, |(ticket, _)| *ticket);
        let (_, item) = items.remove(index.ok()?)?;
        self.len -= 1;
        if items.is_empty() {
            self.deserted += 1;
            if self.deserted > FEW.max(self.waiting.len() / 2) {
                self.forget_deserted();
            }
        }
        Some(item)
    }

    /// What may go now.
    pub fn next(&mut self, now: Instant) -> Next<T> {
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
            if items.is_empty() {
                self.deserted -= 1;
                self.waiting.remove(&recipient);
                continue;
            }
            if !number_wait.is_zero() {
                self.ready.push_front(recipient);
                return Next::Wait(number_wait);
            }
            match self.limiter.admit(now, &recipient) {
                Decision::Wait(wait) => self.held.push(Reverse((later(now, wait), recipient))),
                Decision::Go => {
                    let item = items.pop_front();
                    if items.is_empty() {
                        self.waiting.remove(&recipient);
                    } else {
                        self.ready.push_back(recipient);
                    }
                    if let Some((_, item)) = item {
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

    fn forget_deserted(&mut self) {
        self.waiting.retain(|_, items| !items.is_empty());
        self.ready.retain(|one| self.waiting.contains_key(one));
        self.held
            .retain(|Reverse((_, one))| self.waiting.contains_key(one));
        self.deserted = 0;
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
        let mut queue = FairQueue::new(PacingLimits {
            pair_burst: 1,
            ..PacingLimits::default()
        });
        let start = Instant::now();
        queue.push("a", 1).unwrap();
        queue.push("a", 2).unwrap();
        assert_eq!(queue.next(start), Next::Go(1));
        let five_seconds = start + Duration::from_secs(5);
        assert_eq!(queue.next(five_seconds), Next::Wait(Duration::from_secs(1)));

        let _ = queue.penalize(five_seconds, "a", ErrorCode::PairRateLimit);
        let again = queue.penalize(five_seconds, "a", ErrorCode::PairRateLimit);
        let six_seconds = start + Duration::from_secs(6);
        let _ = queue.penalize(six_seconds, "a", ErrorCode::PairRateLimit);

        assert_eq!(again, Some(Duration::from_secs(1)), "they are one pause");
        let gone = drain(&mut queue, six_seconds);
        assert_eq!(gone, [(Duration::from_secs(4), 2)]);
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

        assert!(queue.push("a", 3).is_ok());
        assert_eq!(queue.len(), 2);
    }

    #[test]
    fn one_recipient_cannot_take_all_places() {
        for (max_waiting, max_waiting_per_recipient, for_one) in
            [(100, None, 10), (5, None, 1), (100, Some(30), 30)]
        {
            let mut queue = FairQueue::new(PacingLimits {
                max_waiting,
                max_waiting_per_recipient,
                ..PacingLimits::default()
            });

            let taken = (0..100).filter(|_| queue.push("many", ()).is_ok()).count();

            assert_eq!(taken, for_one);
            assert!(queue.push("other", ()).is_ok());
        }
    }

    #[test]
    fn what_is_taken_out_gives_its_place_and_turn_to_others() {
        let mut queue = FairQueue::new(PacingLimits {
            max_waiting: 3,
            max_waiting_per_recipient: Some(3),
            ..PacingLimits::default()
        });
        let now = Instant::now();
        let [first, second, third] = [1, 2, 3].map(|item| queue.push("a", item).unwrap());

        assert_eq!(queue.remove("a", second), Some(2));
        assert_eq!(queue.remove("a", second), None);
        assert_eq!(queue.remove("a", first), Some(1));

        queue.push("b", 4).unwrap();
        assert_eq!(queue.next(now), Next::Go(3));
        assert_eq!(queue.remove("a", third), None, "it went");
        assert_eq!(queue.next(now + GAP), Next::Go(4));
        assert_eq!(queue.next(now + GAP), Next::Empty);
        assert!(queue.is_empty());
    }

    #[test]
    fn who_comes_back_has_one_turn_like_everybody() {
        let mut queue = FairQueue::new(PacingLimits::default());
        let start = Instant::now();
        for item in 0..3 {
            let gone = queue.push("a", item).unwrap();
            let _ = queue.remove("a", gone);
        }
        for (recipient, item) in [("a", 10), ("a", 11), ("b", 20)] {
            queue.push(recipient, item).unwrap();
        }

        let order: Vec<_> = drain(&mut queue, start)
            .into_iter()
            .map(|one| one.1)
            .collect();

        assert_eq!(order, [10, 20, 11]);
    }

    #[test]
    fn recipients_of_what_was_taken_out_are_forgotten() {
        let mut queue = FairQueue::new(PacingLimits::default());
        let now = Instant::now();
        let _ = queue.penalize(now, "anyone", ErrorCode::AppRateLimit);
        queue.push("stays", 0).unwrap();

        for number in 0..10_000 {
            let recipient = number.to_string();
            let ticket = queue.push(&recipient, number).unwrap();
            assert_eq!(queue.next(now), Next::Wait(Duration::from_secs(3_600)));
            assert_eq!(queue.remove(&recipient, ticket), Some(number));
        }

        assert!(queue.waiting.len() <= 2 * FEW);
        assert!(queue.ready.len() <= 2 * FEW);
        let hour = now + Duration::from_secs(3_600);
        assert_eq!(drain(&mut queue, hour), [(Duration::ZERO, 0)]);
    }
}
