//! An item that is not as documented.

use std::borrow::Cow;

use ccaas_http::{DecodeError, read};
use serde::de::DeserializeOwned;

/// Why an item could not be read; its JSON is kept beside it.
///
/// The text tells which item and where in it, never what it says: that may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{item}: {problem}; keep the update's raw JSON and answer 200, for the same would come again"
)]
pub struct ItemError {
    /// As [`Update::name`](super::Update::name) names it.
    item: String,
    problem: Cow<'static, str>,
}

impl ItemError {
    pub(super) fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self {
            item: String::new(),
            problem: problem.into(),
        }
    }

    /// Says which item it is.
    pub(super) fn name(&mut self, item: String) {
        self.item = item;
    }

    pub(super) fn of(what: &str, error: &DecodeError) -> Self {
        Self::new(match error {
            DecodeError::Json { line, column, .. } => {
                format!("could not read {what}: unexpected JSON at line {line}, column {column}")
            }
            _ => format!("could not read {what}"),
        })
    }
}

/// Reads `raw`, an object, as the part of an item called `what`.
pub(super) fn decode<T: DeserializeOwned>(what: &str, raw: &str) -> Result<T, ItemError> {
    if !raw.starts_with('{') {
        return Err(ItemError::new(format!("{what} is not an object")));
    }
    // Most often there is nothing to mend, and text needs no second look for UTF-8.
    serde_json::from_str(raw)
        .or_else(|_| read::json(raw.as_bytes()))
        .map_err(|error| ItemError::of(what, &error))
}
