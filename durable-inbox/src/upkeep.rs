//! Numbers, and what is deleted.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

/// How much there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// By group; a group that ever had an item is there.
    pub groups: BTreeMap<String, GroupStats>,
    /// Deliveries that were accepted and not taken in.
    pub journal: u64,
    /// When the oldest of them came.
    pub journal_since: Option<DateTime<Utc>>,
    /// Deliveries that could not be split.
    pub kept_aside: u64,
}

/// How much there is of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupStats {
    /// Items that nobody holds.
    pub waiting: u64,
    /// Items that workers hold.
    pub in_flight: u64,
    /// Items that were given up.
    pub parked: u64,
    /// When the first accepted of those waiting or in flight happened: the age of the backlog.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// What is old enough to be deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purge {
    /// Items that were sent before this time.
    pub sent_before: Option<DateTime<Utc>>,
    /// Items that were parked before it, and deliveries that were kept aside.
    pub parked_before: Option<DateTime<Utc>>,
    /// What duplicates are recognised by, if it was taken in before it.
    pub dedupe_before: Option<DateTime<Utc>>,
}

/// What was deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Purged {
    /// Items that were sent.
    pub sent: u64,
    /// Items that were parked.
    pub parked: u64,
    /// Deliveries that were kept aside.
    pub kept_aside: u64,
    /// What duplicates were recognised by.
    pub dedupe: u64,
}
