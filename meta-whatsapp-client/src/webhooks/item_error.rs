//! An item that is not as documented.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::wire::Element;

/// Why an item could not be read; its JSON is kept beside it.
///
/// The text tells where, never what: the content may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct ItemError {
    problem: Cow<'static, str>,
}

impl ItemError {
    pub(super) fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self {
            problem: problem.into(),
        }
    }

    /// What serde stumbled on, by its place only.
    pub(super) fn of(what: &str, error: &serde_json::Error) -> Self {
        Self::new(format!(
            "could not read {what}: unexpected JSON at line {}, column {}",
            error.line(),
            error.column()
        ))
    }
}

/// Reads `raw`, an object, as the part of an item called `what`.
pub(super) fn decode<'a, T: Deserialize<'a>>(
    what: &str,
    raw: &'a RawValue,
) -> Result<T, ItemError> {
    // serde would take a list for an object too, field by field.
    if !raw.get().starts_with('{') {
        return Err(ItemError::new(format!("{what} is not an object")));
    }
    serde_json::from_str(raw.get()).map_err(|error| ItemError::of(what, &error))
}

/// One item of a list inside an update: read, and as received.
///
/// It serialises as it was read, or as received if it could not be.
#[derive(Clone)]
pub struct Received<T> {
    raw: Box<RawValue>,
    value: Result<T, ItemError>,
}

impl<T> Received<T> {
    /// The item's JSON, exactly as received.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    /// The item, read.
    ///
    /// # Errors
    /// [`ItemError`] if the item is not as documented.
    pub fn value(&self) -> Result<&T, &ItemError> {
        self.value.as_ref()
    }
}

impl<T> PartialEq for Received<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl<T> std::fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Received")
            .field("error", &self.value.as_ref().err())
            .finish_non_exhaustive()
    }
}

impl<T: Serialize> Serialize for Received<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Ok(value) => value.serialize(serializer),
            Err(_) => self.raw.serialize(serializer),
        }
    }
}

impl<T: DeserializeOwned + Serialize> Element for Received<T> {
    fn element(raw: &RawValue) -> Result<Option<Self>, serde_json::Error> {
        Ok(Some(Self {
            raw: raw.to_owned(),
            value: decode("the item", raw),
        }))
    }
}
