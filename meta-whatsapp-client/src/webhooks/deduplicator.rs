//! Dropping what was delivered before: deliveries repeat, for up to seven days.

use std::{
    collections::{HashSet, VecDeque},
    hash::{BuildHasher, Hash, RandomState},
    time::Duration,
};

use chrono::{DateTime, Utc};

/// What is the same in two deliveries of one update; see [`super::Update::key`].
///
/// It is personal: it may hold the id of a message.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UpdateKey(pub(super) String);

impl UpdateKey {
    /// The key as a text, for a unique constraint in a database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for UpdateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UpdateKey([redacted])")
    }
}

/// A filter for updates that were delivered before.
///
/// It remembers at most `capacity` updates, each for `keep`, in memory and as keyed hashes: it
/// holds nothing personal, and about 100 bytes for each.
/// It has no clock; give it the time.
///
/// ```
/// use std::time::Duration;
/// use meta_whatsapp_client::webhooks::{self, Deduplicator};
///
/// let body = br#"{"entry":[{"changes":[{"field":"messages","value":{"messages":[
///     {"id":"wamid.1","type":"text","text":{"body":"hello"}}]}}]}]}"#;
/// let webhook = webhooks::parse(body)?;
/// let now = "2026-11-20T10:00:00Z".parse().expect("a valid time");
///
/// let mut seen = Deduplicator::new(100_000, Duration::from_secs(7 * 24 * 3600));
/// assert!(webhook.updates().iter().all(|update| seen.is_new(now, update)));
/// assert!(!webhook.updates().iter().any(|update| seen.is_new(now, update)));
/// # Ok::<(), webhooks::ParseError>(())
/// ```
#[derive(Debug)]
pub struct Deduplicator {
    capacity: usize,
    keep: Duration,
    hashers: [RandomState; 2],
    seen: HashSet<u128>,
    order: VecDeque<(DateTime<Utc>, u128)>,
}

impl Deduplicator {
    /// A filter that remembers at most `capacity` updates, at least one, each for `keep`.
    #[must_use]
    pub fn new(capacity: usize, keep: Duration) -> Self {
        Self {
            capacity: capacity.max(1),
            keep,
            hashers: [RandomState::new(), RandomState::new()],
            seen: HashSet::new(),
            order: VecDeque::new(),
        }
    }

    /// Whether an update was not delivered before; from now on it was.
    pub fn is_new(&mut self, now: DateTime<Utc>, update: &super::Update) -> bool {
        self.is_new_key(now, &update.key())
    }

    /// The same for anything that can be hashed, such as an id.
    pub fn is_new_key(&mut self, now: DateTime<Utc>, key: &impl Hash) -> bool {
        self.expire(now);
        let key = self.hash(key);
        if self.seen.contains(&key) {
            return false;
        }
        while self.order.len() >= self.capacity {
            self.drop_oldest();
        }
        self.seen.insert(key);
        self.order.push_back((now, key));
        true
    }

    /// Takes an update back, when handling it failed and it must be new again.
    pub fn forget(&mut self, update: &super::Update) {
        let key = self.hash(&update.key());
        if self.seen.remove(&key) {
            self.order.retain(|(_, other)| *other != key);
        }
    }

    /// How many updates are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    fn expire(&mut self, now: DateTime<Utc>) {
        // A clock that was set back keeps things longer; it never drops them early.
        while let Some((at, _)) = self.order.front() {
            let age = now.signed_duration_since(*at).to_std().unwrap_or_default();
            if age < self.keep {
                return;
            }
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((_, key)) = self.order.pop_front() {
            self.seen.remove(&key);
        }
    }

    /// 128 bits, so that two updates practically never meet; keyed, so that nobody can make
    /// them meet.
    fn hash(&self, key: &impl Hash) -> u128 {
        let [high, low] = self.hashers.each_ref().map(|it| it.hash_one(key));
        u128::from(high) << 64 | u128::from(low)
    }
}
