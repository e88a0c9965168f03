//! The usual shape of a body, read in one pass: messages, statuses, echoes, errors.
//!
//! Whatever is not exactly so is left to the careful way in [`super::change`].

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::value::RawValue;

use super::{
    Contact, Metadata,
    wire::{Field, Scalar},
};
use crate::WabaId;

pub(super) struct Body<'a> {
    pub(super) object: Option<Cow<'static, str>>,
    pub(super) entry: Vec<Entry<'a>>,
}

read_object! {
    ['a] Body<'a> {
        required { entry, }
        strict { object, }
        auxiliary {}
    }
}

pub(super) struct Entry<'a> {
    pub(super) id: Option<WabaId>,
    pub(super) time: Option<DateTime<Utc>>,
    pub(super) changes: Vec<Change<'a>>,
}

read_object! {
    ['a] Entry<'a> {
        required { changes, }
        strict {}
        auxiliary { id, time, }
    }
}

pub(super) struct Change<'a> {
    pub(super) field: Option<Cow<'static, str>>,
    pub(super) value: Value<'a>,
}

read_object! {
    ['a] Change<'a> {
        required { field, value, }
        strict {}
        auxiliary {}
    }
}

pub(super) struct Value<'a> {
    pub(super) messaging_product: Option<Cow<'static, str>>,
    pub(super) metadata: Option<Metadata>,
    pub(super) contacts: Option<Vec<Contact>>,
    pub(super) messages: Option<Vec<&'a RawValue>>,
    pub(super) statuses: Option<Vec<&'a RawValue>>,
    pub(super) message_echoes: Option<Vec<&'a RawValue>>,
    pub(super) errors: Option<Vec<&'a RawValue>>,
}

read_object! {
    ['a] Value<'a> {
        required {}
        strict {
            messaging_product,
            metadata,
            contacts,
            messages,
            statuses,
            message_echoes,
            errors,
        }
        auxiliary {}
    }
}

plain_field!(
    Vec<Entry<'de>>,
    Vec<Change<'de>>,
    Value<'de>,
    Option<Vec<Contact>>,
);

impl Value<'_> {
    pub(super) fn has_items(&self) -> bool {
        self.messages.is_some()
            || self.statuses.is_some()
            || self.message_echoes.is_some()
            || self.errors.is_some()
    }
}

/// A text that is mostly one of a few, which then costs no memory.
impl<'de> Field<'de> for Option<Cow<'static, str>> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        let scalar = Scalar::of(raw.get()).map_err(D::Error::custom)?;
        Ok(scalar.map(|scalar| known(scalar.as_text())))
    }
}

/// What bodies, fields and messages are mostly called.
const KNOWN: &[&str] = &[
    "messages",
    "whatsapp",
    "whatsapp_business_account",
    "text",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "button",
    "interactive",
    "order",
    "system",
    "request_welcome",
    "unsupported",
    "unknown",
    "edit",
    "revoke",
    "media_placeholder",
    "smb_message_echoes",
];

pub(super) fn known(text: &str) -> Cow<'static, str> {
    match KNOWN.iter().find(|known| **known == text) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(text.to_owned()),
    }
}

/// Whether the items of a field are messages, statuses, echoes and errors.
pub(super) fn has_messages(field: &str) -> bool {
    matches!(field, "messages" | "smb_message_echoes" | "message_echoes")
}
