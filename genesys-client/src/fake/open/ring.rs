//! A list that forgets its oldest items.

use std::collections::VecDeque;

/// How many items are kept of each kind.
pub(super) const KEPT: usize = 10_000;

/// At most [`KEPT`] items; each has a number that stays.
pub(super) struct Ring<T> {
    items: VecDeque<T>,
    first: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            items: VecDeque::new(),
            first: 0,
        }
    }
}

impl<T> Ring<T> {
    /// The number that the next item gets.
    pub(super) fn next(&self) -> u64 {
        self.first + self.items.len() as u64
    }

    /// Adds an item, and gives back the one that is forgotten for it.
    pub(super) fn push(&mut self, item: T) -> Option<T> {
        let forgotten = if self.items.len() == KEPT {
            self.first += 1;
            self.items.pop_front()
        } else {
            None
        };
        self.items.push_back(item);
        forgotten
    }

    pub(super) fn get(&self, number: u64) -> Option<&T> {
        self.items.get(self.place(number)?)
    }

    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let place = self.place(number)?;
        self.items.get_mut(place)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter()
    }

    fn place(&self, number: u64) -> Option<usize> {
        usize::try_from(number.checked_sub(self.first)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_when_the_oldest_is_forgotten() {
        let mut ring = Ring::default();
        let numbers = 0..=KEPT as u64;
        let forgotten: Vec<u64> = numbers.filter_map(|n| ring.push(n)).collect();

        assert_eq!(forgotten, [0]);
        assert_eq!(ring.get(0), None);
        assert_eq!(ring.get(1), Some(&1));
        assert_eq!(ring.get(KEPT as u64), Some(&(KEPT as u64)));
        assert_eq!(ring.next(), KEPT as u64 + 1);
    }
}
