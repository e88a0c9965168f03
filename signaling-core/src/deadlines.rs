//! What happens by itself, and when.

use std::{collections::VecDeque, num::NonZeroU64};

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What happens. All deadlines of a kind wait equally long, so a queue keeps them in order: arming
/// one and finding the next take the same time however many there are, which no heap does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// A call has rung long enough.
    Ring,
    /// A device has been gone long enough.
    Grace,
    /// A staff device is asked whether it is there.
    Ping,
    /// It has not answered.
    Pong,
}

impl Timer {
    pub(crate) const ALL: [Self; 4] = [Self::Ring, Self::Grace, Self::Ping, Self::Pong];
}

/// A deadline that the record behind it still waits for. It is disarmed by forgetting it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Armed(NonZeroU64);

/// One deadline. It is dead as soon as its record does not hold its [`Armed`] any more.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) at: Timestamp,
    pub(crate) armed: Armed,
    pub(crate) slot: u32,
}

/// All deadlines. The dead ones are thrown away when they come to the front, or when they are more
/// than the others.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Deadlines {
    queues: [VecDeque<Entry>; Timer::ALL.len()],
    /// How long each queue may get until it is searched for dead entries.
    sweep_at: [usize; Timer::ALL.len()],
    last: u64,
}

const SWEEP_AT_LEAST: usize = 64;

impl Deadlines {
    /// Arms a deadline for the record in that slot.
    pub(crate) fn arm(&mut self, timer: Timer, at: Timestamp, slot: u32) -> Armed {
        self.last += 1;
        let armed = Armed(NonZeroU64::new(self.last).unwrap_or(NonZeroU64::MAX));
        let queue = &mut self.queues[timer as usize];
        // After a restart with shorter waits the order comes before the moment.
        let at = queue.back().map_or(at, |last| last.at.max(at));
        queue.push_back(Entry { at, armed, slot });
        armed
    }

    /// The next one that is alive, after [`settle`](Self::settle).
    pub(crate) fn next(&self) -> Option<(Timer, Timestamp)> {
        Timer::ALL
            .into_iter()
            .filter_map(|timer| Some((timer, self.queues[timer as usize].front()?.at)))
            .min_by_key(|(timer, at)| (*at, *timer))
    }

    pub(crate) fn pop(&mut self, timer: Timer) -> Option<Entry> {
        self.queues[timer as usize].pop_front()
    }

    /// Throws dead entries away: those in front, and all of a queue where they are the most.
    pub(crate) fn settle(&mut self, mut is_alive: impl FnMut(Timer, &Entry) -> bool) {
        for timer in Timer::ALL {
            let queue = &mut self.queues[timer as usize];
            while queue.front().is_some_and(|entry| !is_alive(timer, entry)) {
                queue.pop_front();
            }
            let sweep_at = &mut self.sweep_at[timer as usize];
            if queue.len() >= (*sweep_at).max(SWEEP_AT_LEAST) {
                queue.retain(|entry| is_alive(timer, entry));
                // A sweep costs as much as the inputs that made it necessary.
                *sweep_at = queue.len() * 2;
            }
        }
    }

    /// How many entries there are, dead ones included.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.queues.iter().map(VecDeque::len).sum()
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (Timer, &Entry)> {
        Timer::ALL.into_iter().flat_map(|timer| {
            self.queues[timer as usize]
                .iter()
                .map(move |entry| (timer, entry))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_unix_millis(millis)
    }

    #[test]
    fn the_next_is_the_earliest_of_all_kinds() {
        let mut deadlines = Deadlines::default();
        deadlines.arm(Timer::Ring, at(60), 1);
        deadlines.arm(Timer::Grace, at(30), 2);

        assert_eq!(deadlines.next(), Some((Timer::Grace, at(30))));
        assert_eq!(deadlines.pop(Timer::Grace).map(|entry| entry.slot), Some(2));
        assert_eq!(deadlines.next(), Some((Timer::Ring, at(60))));
    }

    #[test]
    fn dead_ones_in_front_go_at_once_and_others_before_they_are_many() {
        let mut deadlines = Deadlines::default();
        let first = deadlines.arm(Timer::Ring, at(0), 0);
        for time in 1..1_000_000 {
            let armed = deadlines.arm(Timer::Ring, at(time), 0);
            // Only the first and the last one are alive.
            deadlines.settle(|_, entry| entry.armed == first || entry.armed == armed);
            assert!(deadlines.len() <= SWEEP_AT_LEAST);
        }
        deadlines.settle(|_, entry| entry.armed != first);
        assert!(deadlines.next() > Some((Timer::Ring, at(0))));
    }
}
