//! The port.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::{
    Claim, Claimed, Delivery, InboxError, ItemId, Outcome, Purge, Purged, Split, Stats, TakenIn,
    WorkerId,
};

/// Ordered work per key.
///
/// What a call writes is durable when it returns. A call whose future is dropped may still take
/// effect, but wholly or not at all.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Writes deliveries to the journal, all or none. Whether they are new is found out by
    /// [`take_in`](Self::take_in).
    ///
    /// # Errors
    ///
    /// [`Overloaded`](InboxError::Overloaded) when too much waits to be written: nothing was
    /// accepted, and the sender should repeat.
    async fn append(&self, deliveries: Vec<Delivery>) -> Result<(), InboxError>;

    /// Turns the next journal rows into items, once each; drops what was there before. One batch
    /// at a time: a second caller waits.
    ///
    /// # Errors
    ///
    /// [`Split`](InboxError::Split) when nothing could be split; the rows stay.
    async fn take_in(&self, split: &dyn Split) -> Result<TakenIn, InboxError>;

    /// Leases the oldest unfinished items of keys that nobody holds and that need not wait, those
    /// first whose turn came first.
    async fn claim(&self, claim: &Claim) -> Result<Vec<Claimed>, InboxError>;

    /// Notes that the call to the other side may leave from now on.
    ///
    /// # Errors
    ///
    /// [`ClaimLost`](InboxError::ClaimLost): do not send.
    async fn mark_sending(&self, claimed: &Claimed) -> Result<(), InboxError>;

    /// Notes how the attempt ended, and frees the key.
    ///
    /// # Errors
    ///
    /// [`ClaimLost`](InboxError::ClaimLost): somebody else has the item, nothing was noted.
    async fn finish(&self, claimed: &Claimed, outcome: Outcome) -> Result<(), InboxError>;

    /// Lets a key that waits after [`Outcome::RetryAt`] be claimed at once.
    ///
    /// A key that a worker has does not wait this time either, if it comes back to wait.
    async fn wake(&self, group: &str, key: &[u8]) -> Result<(), InboxError>;

    /// Puts a parked item back. It is the next of its key, at once or after the one that a worker
    /// has just now, and its attempts are counted anew.
    ///
    /// # Errors
    ///
    /// [`NotFound`](InboxError::NotFound) when no such item is parked.
    async fn redrive(&self, id: ItemId) -> Result<(), InboxError>;

    /// Frees what this worker held before it ended, and tells how much it was.
    async fn reclaim(&self, worker: &WorkerId) -> Result<u64, InboxError>;

    /// When the next key of a group may be claimed, if no work comes before: a time to sleep to.
    async fn next_due(&self, group: &str) -> Result<Option<DateTime<Utc>>, InboxError>;

    /// How much there is.
    async fn stats(&self) -> Result<Stats, InboxError>;

    /// Deletes what is old enough, so that it cannot be read from the disk either.
    async fn purge(&self, purge: &Purge) -> Result<Purged, InboxError>;

    /// Changes when deliveries came. Take in until there is nothing more, then wait for it.
    fn deliveries(&self) -> watch::Receiver<u64>;

    /// Changes when keys of any group became free by something else than time.
    fn work(&self) -> watch::Receiver<u64>;
}
