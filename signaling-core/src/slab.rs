//! A vector with holes: records keep their place, places are used again.

use serde::{Deserialize, Serialize};

/// Records by number. Every operation takes the same time, however many there are.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Slab<T> {
    slots: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Slab<T> {
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    pub(crate) fn insert(&mut self, record: T) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(record);
            return slot;
        }
        let slot = u32::try_from(self.slots.len()).expect("limits are far below 2^32");
        self.slots.push(Some(record));
        slot
    }

    pub(crate) fn remove(&mut self, slot: u32) -> Option<T> {
        let record = self.slots.get_mut(slot as usize)?.take()?;
        self.free.push(slot);
        Some(record)
    }

    pub(crate) fn get(&self, slot: u32) -> Option<&T> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, slot: u32) -> Option<&mut T> {
        self.slots.get_mut(slot as usize)?.as_mut()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0..)
            .zip(&self.slots)
            .filter_map(|(slot, record)| Some((slot, record.as_ref()?)))
    }

    /// Whether the free places are those that hold nothing, each once.
    pub(crate) fn is_sound(&self) -> bool {
        let mut free = vec![false; self.slots.len()];
        for slot in &self.free {
            match free.get_mut(*slot as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => return false,
            }
        }
        self.slots
            .iter()
            .zip(free)
            .all(|(record, free)| record.is_none() == free)
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;

    fn index(&self, slot: u32) -> &T {
        self.get(slot)
            .expect("a record names only records that exist")
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    fn index_mut(&mut self, slot: u32) -> &mut T {
        self.get_mut(slot)
            .expect("a record names only records that exist")
    }
}

#[cfg(test)]
mod tests {
    use super::Slab;

    #[test]
    fn a_place_is_used_again() {
        let mut slab = Slab::default();
        let (first, second) = (slab.insert('a'), slab.insert('b'));

        assert_eq!(slab.remove(first), Some('a'));
        assert_eq!(slab.remove(first), None);
        assert_eq!(slab.insert('c'), first);

        assert_eq!((slab[first], slab[second], slab.len()), ('c', 'b', 2));
        assert!(slab.is_sound());
    }
}
