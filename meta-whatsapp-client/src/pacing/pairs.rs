//! What is known about the recipients.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    PacingLimits,
    pause::Pause,
    time::{after, later},
};

/// A map smaller than this is not worth shrinking.
const FEW: usize = 64;

/// What was sent to one recipient, and a pause.
///
/// A burst begins with a message while nothing is owed, and takes more for one interval.
/// Each of its messages then costs an interval, counted from the first.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    burst_start: Instant,
    sent: u32,
    owes_until: Instant,
    pub(super) pause: Pause,
}

impl Pair {
    fn new(now: Instant) -> Self {
        Self {
            burst_start: now,
            sent: 0,
            owes_until: now,
            pause: Pause::default(),
        }
    }

    /// When the next message may go if it does not go before `from`.
    ///
    /// A burst that would take it now may be over by then.
    pub(super) fn free_from(&self, from: Instant, limits: &PacingLimits) -> Instant {
        let from = self.pause.until().map_or(from, |at| at.max(from));
        let is_in_burst = self.sent < limits.pair_burst.max(1)
            && from < later(self.burst_start, limits.pair_interval);
        if is_in_burst {
            from
        } else {
            from.max(self.owes_until)
        }
    }

    pub(super) fn count(&mut self, now: Instant, limits: &PacingLimits) {
        if self.owes_until <= now {
            self.burst_start = now;
            self.sent = 0;
        }
        self.sent = self.sent.saturating_add(1);
        let debt = limits.pair_interval.saturating_mul(self.sent);
        self.owes_until = later(self.burst_start, debt);
    }

    fn busy_until(&self) -> Instant {
        self.pause
            .until()
            .map_or(self.owes_until, |at| at.max(self.owes_until))
    }

    fn remembered_until(&self) -> Instant {
        let busy_until = self.busy_until();
        self.pause
            .remembered_until()
            .map_or(busy_until, |at| at.max(busy_until))
    }
}

/// The recipients that must be remembered, in the order in which they need not be.
///
/// Each is in one of the two orders. All ways cost the logarithm of their number, taken
/// together.
pub(super) struct Pairs {
    by_recipient: HashMap<Arc<str>, Pair>,
    /// Those who owe or are paused, by the time until when.
    busy: BTreeSet<(Instant, Arc<str>)>,
    /// The others, whose last pause is still remembered, by the time until when.
    resting: BTreeSet<(Instant, Arc<str>)>,
    most: usize,
}

impl Pairs {
    pub(super) fn new(most: usize) -> Self {
        Self {
            by_recipient: HashMap::new(),
            busy: BTreeSet::new(),
            resting: BTreeSet::new(),
            most: most.max(1),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_recipient.len()
    }

    pub(super) fn get(&self, recipient: &str) -> Option<&Pair> {
        self.by_recipient.get(recipient)
    }

    /// How long until one more recipient can be remembered.
    pub(super) fn wait_for_room(&self, now: Instant) -> Duration {
        if self.len() < self.most || !self.resting.is_empty() {
            return Duration::ZERO;
        }
        let first = self.busy.first();
        first.map_or(Duration::ZERO, |(at, _)| after(now, *at))
    }

    /// Changes what is known about `recipient`, whom there must be room for.
    pub(super) fn update<T>(
        &mut self,
        now: Instant,
        recipient: &str,
        change: impl FnOnce(&mut Pair) -> T,
    ) -> T {
        let (recipient, mut pair) = match self.by_recipient.remove_entry(recipient) {
            Some((recipient, pair)) => {
                let place = (pair.busy_until(), Arc::clone(&recipient));
                if !self.busy.remove(&place) {
                    self.resting.remove(&(pair.remembered_until(), place.1));
                }
                (recipient, pair)
            }
            None => {
                self.make_room();
                (Arc::from(recipient), Pair::new(now))
            }
        };
        let changed = change(&mut pair);
        self.busy
            .insert((pair.busy_until(), Arc::clone(&recipient)));
        self.by_recipient.insert(recipient, pair);
        changed
    }

    /// Forgets whom a whole burst may go to again, unless a pause was lately.
    pub(super) fn forget(&mut self, now: Instant) {
        while self.busy.first().is_some_and(|(at, _)| *at <= now) {
            let Some((_, recipient)) = self.busy.pop_first() else {
                break;
            };
            let known = self.by_recipient.get(&recipient);
            match known.map(Pair::remembered_until) {
                Some(at) if at > now => drop(self.resting.insert((at, recipient))),
                _ => drop(self.by_recipient.remove(&recipient)),
            }
        }
        while self.resting.first().is_some_and(|(at, _)| *at <= now) {
            self.make_room_of_resting();
        }
        if self.by_recipient.capacity() > FEW.max(self.len() * 4) {
            self.by_recipient.shrink_to(self.len() * 2);
        }
    }

    fn make_room(&mut self) {
        if self.len() >= self.most {
            self.make_room_of_resting();
        }
    }

    fn make_room_of_resting(&mut self) {
        if let Some((_, recipient)) = self.resting.pop_first() {
            self.by_recipient.remove(&recipient);
        }
    }
}
