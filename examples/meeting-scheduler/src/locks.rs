//! One change of a meeting at a time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::OwnedMutexGuard;

use crate::env::Env;

type Lock = tokio::sync::Mutex<()>;

/// A lock for each meeting that is being changed; others take no memory.
#[derive(Debug, Default)]
pub struct Locks {
    held: Mutex<HashMap<(Env, String), Weak<Lock>>>,
}

impl Locks {
    /// Waits until nobody else in this process changes the meeting.
    pub async fn lock(&self, env: Env, schedule_id: &str) -> OwnedMutexGuard<()> {
        self.one(env, schedule_id).lock_owned().await
    }

    fn one(&self, env: Env, schedule_id: &str) -> Arc<Lock> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() == held.capacity() {
            // The map would grow now. Making room for as many again keeps this rare.
            held.retain(|_, lock| lock.strong_count() > 0);
            let still_held = held.len();
            held.reserve(still_held + 1);
        }
        let key = (env, schedule_id.to_owned());
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
    async fn only_the_same_meeting_waits() {
        let locks = Locks::default();
        let first = locks.lock(Env::Dev, "s-1").await;

        assert!(locks.one(Env::Dev, "s-1").try_lock().is_err());
        assert!(locks.one(Env::Dev, "s-2").try_lock().is_ok());
        assert!(locks.one(Env::Staging, "s-1").try_lock().is_ok());

        drop(first);
        assert!(locks.one(Env::Dev, "s-1").try_lock().is_ok());
    }

    #[tokio::test]
    async fn locks_that_nobody_holds_are_forgotten() {
        let locks = Locks::default();
        for number in 0..10_000 {
            drop(locks.lock(Env::Dev, &format!("s-{number}")).await);
        }

        let held = locks.held.lock().unwrap();
        assert!(held.capacity() < 100, "{}", held.capacity());
    }
}
