//! Where bookings are kept.

mod sqlite;

pub use sqlite::SqliteStore;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::booking::{Booking, State};

/// The store could not do it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database failed: a full disk, a missing folder.
    #[error("could not read or write the bookings")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Somebody else saved the booking in between.
    #[error("the booking was changed by somebody else")]
    Conflict,
}

/// What a request to book meets.
#[derive(Debug)]
pub enum Begun {
    /// It is new, and now on disk.
    New,
    /// The same request is still being worked on.
    InFlight,
    /// The same request has an answer already.
    Known(Box<Booking>),
    /// The key was used with another body.
    KeyReused,
    /// The number has too many open bookings.
    TooManyOpen,
}

/// Which bookings to find.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// The one with this id.
    Id(&'a str),
    /// The one with this customer id.
    Customer(&'a str),
    /// The one with this hash of its manage token.
    Manage(&'a [u8]),
    /// Those in this state, oldest first.
    State(State),
    /// Those that the program has to go on with at this time, or had in flight.
    Unfinished(DateTime<Utc>),
    /// Failed ones whose meeting is to be looked for once more at this time.
    ToSearch(DateTime<Utc>),
    /// Those whose meeting is, or may soon be, at this time.
    Slot(DateTime<Utc>),
    /// The one that remembers this hash of a request's key at this time.
    Key(&'a [u8], Keyed, DateTime<Utc>),
    /// Those of this hash of a number that are open at this time.
    Open(&'a [u8], DateTime<Utc>),
}

/// Who made the key of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keyed {
    /// The client: the key is its booking's, whatever becomes of that.
    #[default]
    ByClient,
    /// We, of address and body. The same request after a cancel or a move is a new one.
    ByUs,
}

/// How a request is recognised, when hashes were made with more than one key.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints {
    /// Who made the idempotency key.
    pub keyed: Keyed,
    /// Hashes of the idempotency key, one a data key.
    pub key: Vec<Vec<u8>>,
    /// Hashes of the body, one a data key.
    pub body: Vec<Vec<u8>>,
    /// Hashes of the phone number, one a data key.
    pub number: Vec<Vec<u8>>,
}

/// Keeps bookings durably: what is saved survives a power cut.
///
/// Call the writing methods only from a task that no disconnecting client can cancel.
#[async_trait]
pub trait BookingStore: Send + Sync + 'static {
    /// Writes a new booking, unless the request is known or its number has
    /// `max_open` open bookings already. One atomic step.
    async fn begin(
        &self,
        booking: &Booking,
        prints: &Fingerprints,
        max_open: u32,
        now: DateTime<Utc>,
    ) -> Result<Begun, StoreError>;

    /// Writes a changed booking, and counts its revision up.
    async fn save(&self, booking: &mut Booking) -> Result<(), StoreError>;

    /// Finds bookings.
    async fn find(&self, which: Which<'_>) -> Result<Vec<Booking>, StoreError>;

    /// How many bookings are in this state.
    async fn count(&self, state: State) -> Result<u64, StoreError>;

    /// Wipes what has outlived its time; returns how many records it touched.
    async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, StoreError>;
}

#[cfg(test)]
mod tests;
