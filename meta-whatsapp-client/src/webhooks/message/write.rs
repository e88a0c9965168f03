//! Writing a message in the vendor's field names.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::InboundMessage;
use crate::webhooks::{Content, EditedMessage, wire::Wire};

/// A field that is written by its lenient type.
struct Written<'a, T>(&'a T);

impl<T: Wire> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

fn field<M: SerializeMap, T: Wire>(map: &mut M, name: &str, value: &T) -> Result<(), M::Error> {
    if value.is_absent() {
        return Ok(());
    }
    map.serialize_entry(name, &Written(value))
}

impl Content {
    /// The type, unless only the message knows it.
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Image(_) => "image",
            Self::Video(_) => "video",
            Self::Audio(_) => "audio",
            Self::Document(_) => "document",
            Self::Sticker(_) => "sticker",
            Self::Location(_) => "location",
            Self::Contacts(_) => "contacts",
            Self::Reaction(_) => "reaction",
            Self::Button(_) => "button",
            Self::Interactive(_) => "interactive",
            Self::Order(_) => "order",
            Self::System(_) => "system",
            Self::RequestWelcome => "request_welcome",
            Self::Unsupported(_) => "unsupported",
            Self::Edit(_) => "edit",
            Self::Revoke(_) => "revoke",
            Self::MediaPlaceholder => "media_placeholder",
            Self::Unknown => "",
        }
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let name = self.kind();
        match self {
            Self::Text(it) => map.serialize_entry(name, it),
            Self::Image(it) | Self::Video(it) => map.serialize_entry(name, it),
            Self::Audio(it) => map.serialize_entry(name, it),
            Self::Document(it) => map.serialize_entry(name, it),
            Self::Sticker(it) => map.serialize_entry(name, it),
            Self::Location(it) => map.serialize_entry(name, it),
            Self::Contacts(it) => map.serialize_entry(name, it),
            Self::Reaction(it) => map.serialize_entry(name, it),
            Self::Button(it) => map.serialize_entry(name, it),
            Self::Interactive(it) => map.serialize_entry(name, it),
            Self::Order(it) => map.serialize_entry(name, it),
            Self::System(it) => map.serialize_entry(name, it),
            Self::Unsupported(it) if it.kind.is_some() => map.serialize_entry(name, it),
            Self::Edit(it) => map.serialize_entry(name, it),
            Self::Revoke(it) => map.serialize_entry(name, it),
            Self::Unsupported(_)
            | Self::RequestWelcome
            | Self::MediaPlaceholder
            | Self::Unknown => Ok(()),
        }
    }
}

impl Serialize for InboundMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        field(&mut map, "from", &self.from)?;
        field(&mut map, "from_user_id", &self.from_user_id)?;
        field(&mut map, "from_parent_user_id", &self.from_parent_user_id)?;
        field(&mut map, "to", &self.to)?;
        field(&mut map, "to_user_id", &self.to_user_id)?;
        field(&mut map, "to_parent_user_id", &self.to_parent_user_id)?;
        map.serialize_entry("id", &self.id)?;
        field(&mut map, "timestamp", &self.timestamp)?;
        field(&mut map, "group_id", &self.group_id)?;
        field(&mut map, "context", &self.context)?;
        field(&mut map, "referral", &self.referral)?;
        field(&mut map, "identity", &self.identity)?;
        field(&mut map, "errors", &self.errors)?;
        field(&mut map, "history_context", &self.history_context)?;
        if !self.kind.is_empty() {
            map.serialize_entry("type", &self.kind)?;
        }
        self.content.write(&mut map)?;
        map.end()
    }
}

impl Serialize for EditedMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        field(&mut map, "context", &self.context)?;
        if self.content != Content::Unknown {
            map.serialize_entry("type", self.content.kind())?;
        }
        self.content.write(&mut map)?;
        map.end()
    }
}
