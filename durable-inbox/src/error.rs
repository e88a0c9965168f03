//! What can go wrong with an inbox.

use std::{error::Error, sync::Arc};

/// Any error of a caller's own code.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Why an inbox did not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InboxError {
    /// Too much waits to be written: answer 503 and let the sender repeat.
    #[error("too many deliveries wait to be written: repeat later")]
    Overloaded,
    /// The storage cannot be read or written. Nothing of the call took effect, as far as is known.
    #[error("the inbox cannot use its storage")]
    Unavailable(#[source] Arc<dyn Error + Send + Sync>),
    /// The caller's own [`Split`](crate::Split) failed as a whole; the rows stay in the journal.
    #[error("the deliveries could not be split into items")]
    Split(#[source] Arc<dyn Error + Send + Sync>),
    /// The claim is no longer its owner's: the lease ran out and somebody else has the item.
    #[error("the claim of this item was lost")]
    ClaimLost,
    /// There is no such item in the state that the call needs.
    #[error("there is no such item")]
    NotFound,
    /// The inbox was closed.
    #[error("the inbox is closed")]
    Closed,
}

impl InboxError {
    pub(crate) fn unavailable(source: impl Into<BoxError>) -> Self {
        Self::Unavailable(source.into().into())
    }
}
