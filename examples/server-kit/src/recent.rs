//! A memory of what was put into it last.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{borrow::Borrow, fmt};

/// Remembers so many values by key; the oldest of too many goes.
pub struct Recent<K, V> {
    most: usize,
    kept: Mutex<Kept<K, V>>,
}

struct Kept<K, V> {
    values: HashMap<K, V>,
    order: VecDeque<K>,
}

// Keys and values may be about people.
impl<K, V> fmt::Debug for Recent<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recent").finish_non_exhaustive()
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Recent<K, V> {
    /// Remembers at most so many.
    #[must_use]
    pub fn new(most: usize) -> Self {
        let kept = Kept {
            values: HashMap::new(),
            order: VecDeque::new(),
        };
        Self {
            most,
            kept: Mutex::new(kept),
        }
    }

    /// Remembers a value, instead of an earlier one with this key.
    pub fn put(&self, key: K, value: V) {
        let mut kept = self.kept();
        if kept.values.insert(key.clone(), value).is_none() {
            kept.order.push_back(key);
        }
        while kept.order.len() > self.most
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.values.remove(&oldest);
        }
    }

    /// The value with this key, if it is remembered.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.kept().values.get(key).cloned()
    }

    /// Forgets the value with this key.
    pub fn forget(&self, key: &K) {
        let mut kept = self.kept();
        if kept.values.remove(key).is_some() {
            kept.order.retain(|other| other != key);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_own_key_and_the_latest_counts() {
        let recent = Recent::new(10);
        recent.put(("dev", 1), "old");
        recent.put(("dev", 1), "new");

        assert_eq!(recent.get(&("dev", 1)), Some("new"));
        assert_eq!(recent.get(&("staging", 1)), None);
        assert_eq!(recent.get(&("dev", 2)), None);
    }

    #[test]
    fn the_oldest_of_too_many_goes() {
        let recent = Recent::new(3);
        for number in 0..=3 {
            recent.put(number, number);
        }

        let left = [0, 1, 2, 3].map(|number| recent.get(&number));
        assert_eq!(left, [None, Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn what_is_forgotten_leaves_nothing_and_nothing_else_goes() {
        let recent = Recent::new(3);
        recent.put(1, "one");
        recent.put(2, "two");

        recent.forget(&1);
        recent.forget(&3);

        assert_eq!((recent.get(&1), recent.get(&2)), (None, Some("two")));
        assert_eq!(recent.kept().order.len(), 1);
    }

    #[test]
    fn debug_shows_no_value() {
        let recent = Recent::new(3);
        recent.put("key-1", "https://a.example.com/secret");

        let shown = format!("{recent:?}");
        assert!(
            !shown.contains("secret") && !shown.contains("key-1"),
            "{shown}"
        );
    }
}
