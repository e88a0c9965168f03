//! Where cases are looked for.

use std::error::Error;

use async_trait::async_trait;
use thiserror::Error;

use crate::{Case, PhoneKey};

/// Finds the cases of a phone number.
#[async_trait]
pub trait CaseDirectory: Send + Sync {
    /// All cases with this number as `phone`, `home_phone` or `cell_phone`; none is no error.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if nobody can tell.
    async fn find(&self, key: PhoneKey) -> Result<Matches, DirectoryError>;
}

/// The cases of one number, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Matches {
    /// The cases: by time of creation, then by id, both descending.
    pub cases: Vec<Case>,
    /// Whether newer cases may exist that could not be read.
    pub stale: bool,
}

impl Matches {
    /// Puts cases in order.
    #[must_use]
    pub fn new(mut cases: Vec<Case>) -> Self {
        cases.sort_by(Case::newest_first);
        Self {
            cases,
            stale: false,
        }
    }

    /// Says that newer cases may exist.
    #[must_use]
    pub fn with_stale(mut self, stale: bool) -> Self {
        self.stale = stale;
        self
    }
}

/// The directory could not be asked.
#[derive(Debug, Error)]
#[error("could not ask the directory of cases")]
pub struct DirectoryError(#[source] Box<dyn Error + Send + Sync>);

impl DirectoryError {
    /// Wraps the cause.
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}
