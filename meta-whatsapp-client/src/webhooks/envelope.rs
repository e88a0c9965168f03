//! The usual shape of a body, read in one pass: messages, statuses, echoes, errors.
//!
//! Whatever is not exactly so is left to the careful way in [`super::change`].

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{
    Contact, Metadata,
    wire::{self, Scalar},
};
use crate::WabaId;

#[derive(Deserialize)]
pub(super) struct Body<'a> {
    #[serde(default, deserialize_with = "known_text")]
    pub(super) object: Option<Cow<'static, str>>,
    #[serde(borrow)]
    pub(super) entry: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(default, deserialize_with = "wire::read")]
    pub(super) id: Option<WabaId>,
    #[serde(default, deserialize_with = "wire::read")]
    pub(super) time: Option<DateTime<Utc>>,
    #[serde(borrow)]
    pub(super) changes: Vec<Change<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Change<'a> {
    #[serde(deserialize_with = "known_text")]
    pub(super) field: Option<Cow<'static, str>>,
    #[serde(borrow)]
    pub(super) value: Value<'a>,
}

#[derive(Deserialize)]
pub(super) struct Value<'a> {
    #[serde(default, deserialize_with = "known_text")]
    pub(super) messaging_product: Option<Cow<'static, str>>,
    pub(super) metadata: Option<Metadata>,
    pub(super) contacts: Option<Vec<Contact>>,
    #[serde(borrow)]
    pub(super) messages: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) statuses: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) message_echoes: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub(super) errors: Option<Vec<&'a RawValue>>,
}

impl Value<'_> {
    pub(super) fn has_items(&self) -> bool {
        self.messages.is_some()
            || self.statuses.is_some()
            || self.message_echoes.is_some()
            || self.errors.is_some()
    }
}

/// A text that is mostly one of a few, which then costs no memory.
pub(super) fn known_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Cow<'static, str>>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    let scalar = Scalar::of(raw.get()).map_err(serde::de::Error::custom)?;
    Ok(scalar.map(|scalar| known(scalar.as_text())))
}

pub(super) fn known(text: &str) -> Cow<'static, str> {
    match text {
        "messages" => Cow::Borrowed("messages"),
        "smb_message_echoes" => Cow::Borrowed("smb_message_echoes"),
        "whatsapp" => Cow::Borrowed("whatsapp"),
        "whatsapp_business_account" => Cow::Borrowed("whatsapp_business_account"),
        other => Cow::Owned(other.to_owned()),
    }
}

/// Whether the items of a field are messages, statuses, echoes and errors.
pub(super) fn has_messages(field: &str) -> bool {
    matches!(field, "messages" | "smb_message_echoes" | "message_echoes")
}
