//! What comes in, and what becomes of it.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::BoxError;

/// What a sender delivered, as it is written to the journal.
///
/// The inbox does not look into payloads. Seal them if they hold personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Who delivered it: a word of the application.
    pub source: String,
    /// The delivery itself.
    pub payload: Vec<u8>,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// A delivery in the journal, not yet taken in.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JournalRow {
    /// Its number, in the order of acceptance; never used again, so that effects elsewhere can be
    /// made once by it.
    pub id: i64,
    /// [`Delivery::source`].
    pub source: String,
    /// [`Delivery::payload`].
    pub payload: Vec<u8>,
    /// [`Delivery::received_at`].
    pub received_at: DateTime<Utc>,
}

/// A piece of work found in a delivery.
#[derive(Clone, PartialEq, Eq)]
pub struct NewItem {
    /// What is the same whenever the same thing is delivered again; a keyed hash if it identifies
    /// a person. `None`: never a duplicate.
    pub dedupe: Option<Vec<u8>>,
    /// Workers claim by group; a group that nobody claims from is paused.
    pub group: String,
    /// Items of one key in one group are handed out one after the other, in order.
    pub key: Vec<u8>,
    /// What the worker needs.
    pub payload: Vec<u8>,
    /// When it happened: what the age of the oldest waiting item is counted from.
    pub at: DateTime<Utc>,
}

/// What one journal row becomes: its items in order, or why it cannot be split.
pub type SplitRow = Result<Vec<NewItem>, BoxError>;

/// Turns journal rows into items.
#[async_trait]
pub trait Split: Send + Sync {
    /// One answer for each row, in the order of the rows.
    ///
    /// A row that cannot be split is kept aside and stops no other. What this does elsewhere must
    /// be idempotent by [`JournalRow::id`]: after a crash the same rows come again.
    ///
    /// # Errors
    ///
    /// When nothing can be split now (a store is down): all rows stay where they are.
    async fn split(&self, rows: &[JournalRow]) -> Result<Vec<SplitRow>, BoxError>;
}

/// What [`Inbox::take_in`](crate::Inbox::take_in) did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TakenIn {
    /// How many rows left the journal.
    pub rows: u64,
    /// How many items are new.
    pub items: u64,
    /// How many items were there before.
    pub duplicates: u64,
    /// How many rows could not be split, and were kept aside.
    pub kept_aside: u64,
    /// Whether the journal may hold more.
    pub more: bool,
}

/// A delivery that could not be split. It is kept until somebody puts it back, or it is purged.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptAside {
    /// The delivery.
    pub row: JournalRow,
    /// What the splitting said.
    pub reason: String,
}

impl JournalRow {
    /// A row as an inbox makes it; for tests of a [`Split`].
    pub fn new(id: i64, delivery: Delivery) -> Self {
        Self {
            id,
            source: delivery.source,
            payload: delivery.payload,
            received_at: delivery.received_at,
        }
    }
}

impl TakenIn {
    /// Whether there was nothing to take in.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("source", &self.source)
            .field("received_at", &self.received_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for JournalRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JournalRow")
            .field("id", &self.id)
            .field("source", &self.source)
            .field("received_at", &self.received_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for NewItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewItem")
            .field("group", &self.group)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for KeptAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptAside")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}
