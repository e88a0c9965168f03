//! What Genesys Cloud answers to an inbound call.

use ccaas_http::{
    open_enum,
    read::{filled, lenient, raw_list},
};
use serde::Deserialize;

use super::{Reason, ReceiptStatus};
use crate::ids::{ConversationId, MessageId};

/// A message as Genesys Cloud took it in; what is asked of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct NormalizedMessage {
    /// The message's id in Genesys Cloud.
    #[serde(deserialize_with = "filled")]
    pub id: Option<MessageId>,
    /// What it is.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<MessageType>,
    /// The conversation it belongs to; told only if it was asked for.
    #[serde(deserialize_with = "filled")]
    pub conversation_id: Option<ConversationId>,
    /// Of a receipt, what it says; `Failed` with reasons also for one that was refused.
    #[serde(deserialize_with = "lenient")]
    pub status: Option<ReceiptStatus>,
    /// Why.
    #[serde(deserialize_with = "raw_list")]
    pub reasons: Vec<Reason>,
    /// Of a receipt, whether it is the last.
    #[serde(deserialize_with = "lenient")]
    pub is_final_receipt: Option<bool>,
}

impl NormalizedMessage {
    /// A message that was taken in under an id.
    #[must_use]
    pub fn new(id: MessageId) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }

    /// Sets the conversation it belongs to.
    #[must_use]
    pub fn with_conversation_id(mut self, conversation_id: ConversationId) -> Self {
        self.conversation_id = Some(conversation_id);
        self
    }
}

open_enum! {
    /// What a message is.
    pub enum MessageType {
        /// A text, or a file.
        Text = "Text",
        /// Something to choose from, or the choice.
        Structured = "Structured",
        /// What became of a message.
        Receipt = "Receipt",
        /// Somebody types.
        Event = "Event",
    }
}
