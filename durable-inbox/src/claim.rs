//! Taking work, and giving it back.

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};

use crate::ItemId;

/// Names a worker: the same after a restart, so that it can take back what it held.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkerId(String);

impl WorkerId {
    /// Takes the name as it is.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Asks for work of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// From which group.
    pub group: String,
    /// For whom.
    pub worker: WorkerId,
    /// How long nobody else gets it.
    pub lease: Duration,
    /// How many items at most, each of another key.
    pub limit: usize,
    /// The time.
    pub now: DateTime<Utc>,
}

/// An item that one worker holds, the oldest unfinished one of its key.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claimed {
    /// The item.
    pub id: ItemId,
    /// Its group.
    pub group: String,
    /// Its key.
    pub key: Vec<u8>,
    /// What the worker needs.
    pub payload: Vec<u8>,
    /// [`NewItem::at`](crate::NewItem::at).
    pub at: DateTime<Utc>,
    /// How many attempts were counted before.
    pub attempts: u32,
    /// No two claims have the same: what a worker writes that lost its claim is refused by it.
    pub fence: i64,
    /// Whether an earlier attempt may have been sent: a crash after
    /// [`mark_sending`](crate::Inbox::mark_sending), or an outcome with `maybe_sent`.
    pub maybe_duplicate: bool,
    /// Whether the last claim ended without an outcome after `mark_sending`.
    pub in_doubt: bool,
    /// Whether an earlier item of this key was given up and is parked.
    pub after_gap: bool,
    /// When it was claimed.
    pub claimed_at: DateTime<Utc>,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, whether or not anything had to be sent.
    Sent,
    /// The item stays the next of its key, which waits until then.
    RetryAt {
        /// When it may be claimed again.
        at: DateTime<Utc>,
        /// Whether this counts as an attempt: not if the fault is not the item's own.
        counts: bool,
        /// Whether the other side may have received it.
        maybe_sent: bool,
    },
    /// The item is given up until somebody redrives it; its key goes on with the next one.
    Parked {
        /// Why, for people. Nothing personal.
        reason: String,
        /// Whether the other side may have received it.
        maybe_sent: bool,
    },
}

impl Claimed {
    /// A first claim of an item; for tests of workers.
    pub fn new(id: ItemId, group: &str, key: &[u8], payload: &[u8], at: DateTime<Utc>) -> Self {
        Self {
            id,
            group: group.to_owned(),
            key: key.to_owned(),
            payload: payload.to_owned(),
            at,
            attempts: 0,
            fence: 0,
            maybe_duplicate: false,
            in_doubt: false,
            after_gap: false,
            claimed_at: at,
        }
    }
}

impl fmt::Debug for Claimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claimed")
            .field("id", &self.id)
            .field("group", &self.group)
            .field("at", &self.at)
            .field("attempts", &self.attempts)
            .field("fence", &self.fence)
            .field("maybe_duplicate", &self.maybe_duplicate)
            .field("in_doubt", &self.in_doubt)
            .field("after_gap", &self.after_gap)
            .finish_non_exhaustive()
    }
}
