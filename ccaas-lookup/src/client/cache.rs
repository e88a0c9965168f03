//! Answers that are kept, and requests that are under way.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use crate::{Lookup, PhoneKey};

/// An answer on its way.
pub(super) type Answer = watch::Receiver<Option<Lookup>>;

/// Keeps at most so many answers; the oldest goes first.
pub(super) struct Cache {
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    slots: HashMap<PhoneKey, Slot>,
    /// The kept answers, oldest first; those that were replaced since are still in it.
    order: VecDeque<(u64, PhoneKey)>,
    kept: usize,
    /// Counts answers, to tell one from that which replaced it.
    turn: u64,
}

enum Slot {
    Flying(Answer),
    Kept {
        found: Lookup,
        until: DateTime<Utc>,
        turn: u64,
    },
}

/// What is to be done for a number.
pub(super) enum Begin {
    /// Nothing: the answer is known.
    Known(Lookup),
    /// Somebody asks already.
    Wait(Answer),
    /// Ask, and hand the answer to the ticket.
    Fly(Ticket),
}

/// The duty to ask for one number.
pub(super) struct Ticket {
    cache: Arc<Cache>,
    key: PhoneKey,
    sender: watch::Sender<Option<Lookup>>,
}

impl Cache {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            state: Mutex::default(),
        })
    }

    pub(super) fn begin(self: &Arc<Self>, key: PhoneKey, now: DateTime<Utc>) -> Begin {
        let mut state = self.state();
        match state.slots.get(&key) {
            Some(Slot::Flying(answer)) => return Begin::Wait(answer.clone()),
            Some(Slot::Kept { found, until, .. }) if now < *until => {
                return Begin::Known(found.clone());
            }
            Some(Slot::Kept { .. }) | None => {}
        }
        let (sender, answer) = watch::channel(None);
        state.put(key, Slot::Flying(answer));
        Begin::Fly(Ticket {
            cache: Arc::clone(self),
            key,
            sender,
        })
    }

    /// Forgets a kept answer, and does not keep the one that is on its way.
    pub(super) fn forget(&self, key: PhoneKey) {
        self.state().remove(&key);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn put(&mut self, key: PhoneKey, slot: Slot) {
        self.kept += usize::from(matches!(slot, Slot::Kept { .. }));
        if let Some(Slot::Kept { .. }) = self.slots.insert(key, slot) {
            self.kept -= 1;
        }
    }

    fn remove(&mut self, key: &PhoneKey) {
        if let Some(Slot::Kept { .. }) = self.slots.remove(key) {
            self.kept -= 1;
        }
    }

    fn keep(&mut self, key: PhoneKey, found: Lookup, until: DateTime<Utc>) {
        self.turn += 1;
        let turn = self.turn;
        self.put(key, Slot::Kept { found, until, turn });
        self.order.push_back((turn, key));
    }

    /// Drops what is too much, too old, or in the order for nothing.
    fn tidy(&mut self, most: usize, now: DateTime<Utc>) {
        while let Some((turn, key)) = self.order.front().copied() {
            let is_there = match self.slots.get(&key) {
                Some(Slot::Kept {
                    turn: its, until, ..
                }) if *its == turn => Some(*until),
                _ => None,
            };
            match is_there {
                Some(until) if now < until && self.kept <= most => return,
                Some(_) => self.remove(&key),
                None => {}
            }
            self.order.pop_front();
        }
    }

    /// Whether the slot is the flight of this sender, and not a later one.
    fn is_flight_of(&self, key: &PhoneKey, sender: &watch::Sender<Option<Lookup>>) -> bool {
        match self.slots.get(key) {
            Some(Slot::Flying(answer)) => sender.subscribe().same_channel(answer),
            _ => false,
        }
    }
}

impl Ticket {
    /// The answer, once it has landed.
    pub(super) fn answer(&self) -> Answer {
        self.sender.subscribe()
    }

    /// Hands the answer to all who wait, and keeps it for as long as `keep` says.
    pub(super) fn land(self, found: Lookup, keep: Option<Duration>, now: DateTime<Utc>) {
        let keep = keep.and_then(|keep| TimeDelta::from_std(keep).ok());
        let mut state = self.cache.state();
        if let Some(keep) = keep.filter(|_| state.is_flight_of(&self.key, &self.sender)) {
            state.keep(self.key, found.clone(), now + keep);
            state.tidy(self.cache.most, now);
        }
        drop(state);
        self.sender.send_replace(Some(found));
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.cache.state();
        if state.is_flight_of(&self.key, &self.sender) {
            state.remove(&self.key);
        }
    }
}
