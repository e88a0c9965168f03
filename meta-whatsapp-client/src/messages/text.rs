//! Text, reaction and location.

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use super::wire;
use crate::id::MessageId;

/// A text message
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages)).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// What it says.
    pub body: String,
    /// Whether the first URL in it is shown with a preview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_url: Option<bool>,
}

impl Text {
    /// A text without a preview.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            preview_url: None,
        }
    }

    /// The same text, with a preview of its first URL.
    #[must_use]
    pub fn with_preview_url(mut self) -> Self {
        self.preview_url = Some(true);
        self
    }
}

debug_allow_list!(Text { preview_url });

/// An emoji put on a message, or taken from it
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/reaction-messages)).
///
/// Messages over 30 days old cannot be reacted to; of the statuses, only `sent` follows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// The message that is reacted to.
    pub message_id: MessageId,
    /// The emoji; an empty one takes the reaction away.
    pub emoji: String,
}

impl Reaction {
    /// Puts `emoji` on a message.
    #[must_use]
    pub fn new(message_id: MessageId, emoji: impl Into<String>) -> Self {
        Self {
            message_id,
            emoji: emoji.into(),
        }
    }

    /// Takes the reaction from a message.
    #[must_use]
    pub fn remove(message_id: MessageId) -> Self {
        Self::new(message_id, "")
    }
}

debug_allow_list!(Reaction {});

/// A place on the map, as a message or as a template's header.
///
/// The coordinates are written as numbers, whole ones without a fraction; strings are
/// read, too.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Degrees north, -90 to 90.
    #[serde(with = "wire::coordinate")]
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    #[serde(with = "wire::coordinate")]
    pub longitude: f64,
    /// What the place is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address; shown only if there is a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Location {
    /// A place without a name.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Self {
        Self {
            latitude,
            longitude,
            name: None,
            address: None,
        }
    }
}

debug_allow_list!(Location {});
