//! The usual shape of a body, read in one pass: messages, statuses, echoes, errors.
//!
//! Whatever is not exactly so is left to the careful way in [`super::change`].

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Contact, Metadata};
use crate::WabaId;

#[derive(Deserialize)]
pub(super) struct Body<'a> {
    #[serde(default, deserialize_with = "read::lenient")]
    pub(super) object: Option<String>,
    #[serde(borrow, deserialize_with = "read::one_or_many")]
    pub(super) entry: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(default, deserialize_with = "read::lenient")]
    pub(super) id: Option<WabaId>,
    #[serde(default, deserialize_with = "read::time")]
    pub(super) time: Option<DateTime<Utc>>,
    #[serde(borrow, deserialize_with = "read::one_or_many")]
    pub(super) changes: Vec<Change<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Change<'a> {
    #[serde(deserialize_with = "read::required")]
    pub(super) field: String,
    #[serde(borrow, deserialize_with = "read::required")]
    pub(super) value: Value<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Value<'a> {
    #[serde(deserialize_with = "read::lenient")]
    pub(super) messaging_product: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    pub(super) metadata: Option<Metadata>,
    #[serde(deserialize_with = "read::list")]
    pub(super) contacts: Vec<Contact>,
    #[serde(borrow)]
    pub(super) messages: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) statuses: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) message_echoes: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) errors: Option<Vec<&'a RawValue>>,
}

impl Body<'_> {
    /// Whether every change has items.
    pub(super) fn is_usual(&self) -> bool {
        let mut changes = self.entry.iter().flat_map(|entry| &entry.changes);
        changes.all(|Change { field, value }| {
            let lists = [
                &value.messages,
                &value.statuses,
                &value.message_echoes,
                &value.errors,
            ];
            has_messages(field) && lists.iter().any(|list| list.is_some())
        })
    }
}

/// Whether the items of a field are messages, statuses, echoes and errors.
pub(super) fn has_messages(field: &str) -> bool {
    matches!(field, "messages" | "smb_message_echoes" | "message_echoes")
}
