//! `POST …/communications/{communicationId}/messages`: what an agent sends.

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::MessengerType;
use crate::ids::{ConversationId, MediaId, MessageId};

/// A message to send in a conversation, for the agent whose token it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_body: Option<String>,
    /// Files that were uploaded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media_ids: Vec<MediaId>,
}
debug_allow_list!(SendMessage { media_ids });

impl SendMessage {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text_body: Some(text.into()),
            media_ids: Vec::new(),
        }
    }

    /// Adds a file that was uploaded.
    ///
    /// The vendor's description lets a request carry one of text and file; without a text
    /// (`SendMessage::default()`) it is the file alone.
    #[must_use]
    pub fn with_media(mut self, media_id: MediaId) -> Self {
        self.media_ids.push(media_id);
        self
    }
}

/// A message that was sent.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MessageData {
    /// The message's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<MessageId>,
    /// The conversation it is in.
    #[serde(deserialize_with = "filled")]
    pub conversation_id: Option<ConversationId>,
    /// Who sent it.
    #[serde(deserialize_with = "lenient")]
    pub from_address: Option<String>,
    /// Who is to have it.
    #[serde(deserialize_with = "lenient")]
    pub to_address: Option<String>,
    /// `inbound` or `outbound`.
    #[serde(deserialize_with = "lenient")]
    pub direction: Option<String>,
    /// What it travels by.
    #[serde(deserialize_with = "lenient")]
    pub messenger_type: Option<MessengerType>,
    /// How far it came.
    #[serde(deserialize_with = "lenient")]
    pub status: Option<String>,
    /// When it was sent.
    #[serde(deserialize_with = "time")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(MessageData {
    id,
    conversation_id,
    direction,
    messenger_type,
    status,
    timestamp
});
