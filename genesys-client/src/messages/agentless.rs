//! `POST /api/v2/conversations/messages/agentless`: a message that no agent writes.

use ccaas_http::{
    debug_allow_list, open_enum,
    read::{filled, lenient, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::ConversationId;

open_enum! {
    /// What a message travels by.
    pub enum MessengerType {
        /// SMS.
        Sms = "sms",
        /// The vendor's own WhatsApp integration.
        WhatsApp = "whatsapp",
        /// Open Messaging.
        Open = "open",
        /// The vendor's messenger on web pages.
        WebMessaging = "webmessaging",
        /// Apple Messages for Business.
        Apple = "apple",
    }
}

/// A message to send without an agent. Of Open Messaging the vendor takes text only.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentlessMessage {
    /// Who sends: of Open Messaging the integration's id.
    pub from_address: String,
    /// Who is to have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_address: Option<String>,
    /// What it travels by.
    pub to_address_messenger_type: MessengerType,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_body: Option<String>,
    /// Whether it joins a conversation that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_existing_active_conversation: Option<bool>,
}
debug_allow_list!(AgentlessMessage {
    to_address_messenger_type,
    use_existing_active_conversation
});

impl AgentlessMessage {
    /// A text from one address to another.
    pub fn text(
        messenger_type: MessengerType,
        from_address: impl Into<String>,
        to_address: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            from_address: from_address.into(),
            to_address: Some(to_address.into()),
            to_address_messenger_type: messenger_type,
            text_body: Some(text.into()),
            use_existing_active_conversation: None,
        }
    }
}

/// The answer to a message that no agent writes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AgentlessMessageResponse {
    /// The message's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<String>,
    /// The conversation it is in.
    #[serde(deserialize_with = "filled")]
    pub conversation_id: Option<ConversationId>,
    /// Who sent it.
    #[serde(deserialize_with = "lenient")]
    pub from_address: Option<String>,
    /// Who is to have it.
    #[serde(deserialize_with = "lenient")]
    pub to_address: Option<String>,
    /// What it travels by.
    #[serde(deserialize_with = "lenient")]
    pub messenger_type: Option<MessengerType>,
    /// The text.
    #[serde(deserialize_with = "lenient")]
    pub text_body: Option<String>,
    /// When it was sent.
    #[serde(deserialize_with = "time")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(AgentlessMessageResponse {
    id,
    conversation_id,
    messenger_type,
    timestamp
});
