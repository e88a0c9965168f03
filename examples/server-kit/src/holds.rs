//! One flow for each key: what this process works on right now.
//!
//! For flows that are on record, so that a background could go on with them, too. A change
//! of which nothing is left but its answer needs no key: it is [work](crate::work).

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;

/// How often is looked whether the last hold has ended.
const LOOK: Duration = Duration::from_millis(20);

/// The keys that flows of this process hold. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Holds {
    held: Arc<Mutex<HashSet<String>>>,
    released: Arc<Notify>,
}

/// Keeps other flows off a key until it is dropped.
#[derive(Debug)]
pub struct Hold {
    holds: Holds,
    key: String,
    tells: bool,
}

impl Holds {
    /// Takes a key, unless a flow holds it.
    #[must_use]
    pub fn hold(&self, key: &str) -> Option<Hold> {
        let free = self.held().insert(key.to_owned());
        free.then(|| Hold {
            holds: self.clone(),
            key: key.to_owned(),
            tells: false,
        })
    }

    /// Waits until a hold [that tells](Hold::telling) has ended.
    pub async fn released(&self) {
        self.released.notified().await;
    }

    /// Waits until nothing is held.
    pub async fn none_held(&self) {
        while !self.held().is_empty() {
            tokio::time::sleep(LOOK).await;
        }
    }

    fn held(&self) -> MutexGuard<'_, HashSet<String>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hold {
    /// Wakes whoever waits for a [release](Holds::released) when it ends.
    #[must_use]
    pub fn telling(mut self) -> Self {
        self.tells = true;
        self
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.holds.held().remove(&self.key);
        if self.tells {
            self.holds.released.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    #[test]
    fn a_key_is_held_once_until_it_is_dropped() {
        let holds = Holds::default();
        let first = holds.hold("a");

        assert!(first.is_some() && holds.hold("a").is_none());
        assert!(holds.hold("b").is_some());
        drop(first);
        assert!(holds.hold("a").is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_hold_that_tells_wakes_a_waiter_and_the_last_one_makes_it_idle() {
        let holds = Holds::default();
        let wait = Duration::from_secs(1);
        let quiet = holds.hold("a");
        assert!(timeout(wait, holds.none_held()).await.is_err());

        drop(quiet);
        assert!(timeout(wait, holds.none_held()).await.is_ok());
        assert!(timeout(wait, holds.released()).await.is_err());
        drop(holds.hold("a").map(Hold::telling));
        assert!(timeout(wait, holds.released()).await.is_ok());
    }
}
