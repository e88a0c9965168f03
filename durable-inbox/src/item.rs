//! Items, as people look at them.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Identifies an item of one inbox; never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(i64);

impl ItemId {
    /// The id with this number.
    pub fn new(number: i64) -> Self {
        Self(number)
    }

    /// Its number; a greater one was accepted later.
    pub fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ItemState {
    /// Not finished; perhaps a worker has it.
    Waiting,
    /// Done.
    Sent,
    /// Given up until somebody redrives it.
    Parked,
}

/// Which items to list.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemFilter {
    /// Those of a group that are not finished, the newest first.
    Waiting {
        /// The group.
        group: String,
    },
    /// Those of a key that are not finished or parked, the newest first.
    Key {
        /// Its group.
        group: String,
        /// The key.
        key: Vec<u8>,
    },
    /// Those that were given up, the last first.
    Parked,
    /// Those that were sent, the last first.
    Sent,
}

/// An item with its payload, for its owner to read.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its group.
    pub group: String,
    /// Its key.
    pub key: Vec<u8>,
    /// Where it stands.
    pub state: ItemState,
    /// [`NewItem::at`](crate::NewItem::at).
    pub at: DateTime<Utc>,
    /// When it was sent or parked.
    pub done_at: Option<DateTime<Utc>>,
    /// How many attempts were counted before the last one.
    pub attempts: u32,
    /// Whether it may have been sent more than once, or sent although it is parked.
    pub maybe_duplicate: bool,
    /// Why it is parked.
    pub reason: Option<String>,
    /// What the worker got.
    pub payload: Vec<u8>,
}

impl fmt::Debug for ItemFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting { group } => f.debug_struct("Waiting").field("group", group).finish(),
            Self::Key { group, .. } => {
                let mut key = f.debug_struct("Key");
                key.field("group", group).finish_non_exhaustive()
            }
            Self::Parked => f.write_str("Parked"),
            Self::Sent => f.write_str("Sent"),
        }
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("id", &self.id)
            .field("group", &self.group)
            .field("state", &self.state)
            .field("at", &self.at)
            .field("attempts", &self.attempts)
            .field("maybe_duplicate", &self.maybe_duplicate)
            .finish_non_exhaustive()
    }
}
