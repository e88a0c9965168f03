//! One change of a thing at a time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::OwnedMutexGuard;

type Lock = tokio::sync::Mutex<()>;

/// A lock for each key that somebody holds or waits for; others take no memory.
#[derive(Debug)]
pub struct Locks<K> {
    held: Mutex<HashMap<K, Weak<Lock>>>,
}

impl<K> Default for Locks<K> {
    fn default() -> Self {
        Self {
            held: Mutex::default(),
        }
    }
}

impl<K: Eq + Hash> Locks<K> {
    /// Waits until nobody else in this process holds the key.
    pub async fn lock(&self, key: K) -> OwnedMutexGuard<()> {
        self.one(key).lock_owned().await
    }

    fn one(&self, key: K) -> Arc<Lock> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() == held.capacity() {
            // The map would grow now. Making room for as many again keeps this rare.
            held.retain(|_, lock| lock.strong_count() > 0);
            let still_held = held.len();
            held.reserve(still_held + 1);
        }
        if let Some(lock) = held.get(&key).and_then(Weak::upgrade) {
            return lock;
        }
        let lock = Arc::default();
        held.insert(key, Arc::downgrade(&lock));
        lock
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_key_waits() {
        let locks = Locks::default();
        let first = locks.lock(("dev", 1)).await;

        assert!(locks.one(("dev", 1)).try_lock().is_err());
        assert!(locks.one(("dev", 2)).try_lock().is_ok());
        assert!(locks.one(("staging", 1)).try_lock().is_ok());

        drop(first);
        assert!(locks.one(("dev", 1)).try_lock().is_ok());
    }

    #[tokio::test]
    async fn locks_that_nobody_holds_are_forgotten() {
        let locks = Locks::default();
        for number in 0..10_000 {
            drop(locks.lock(number).await);
        }

        let held = locks.held.lock().unwrap();
        assert!(held.capacity() < 100, "{}", held.capacity());
    }
}
