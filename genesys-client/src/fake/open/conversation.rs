//! A conversation, and the messages in it.

use std::collections::{BTreeMap, VecDeque};

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::ids::ConversationId;

/// A conversation with a customer.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeConversation {
    /// Its id.
    pub id: ConversationId,
    /// The integration it came by.
    pub integration_id: String,
    /// The customer, as the last message told: `id`, `idType`, names.
    pub from: Value,
    /// `connected`, or `disconnected`.
    pub state: &'static str,
    /// When the customer first wrote.
    pub started: DateTime<Utc>,
    /// When somebody last wrote.
    pub last_message: DateTime<Utc>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// The answer to a webhook that made the whole conversation fail.
    pub failed_by: Option<u16>,
    /// The customer, the queue and the agent.
    pub participants: Vec<FakeParticipant>,
    pub(super) messages: VecDeque<u64>,
}

// It holds who the customer is.
debug_allow_list!(FakeConversation {
    id,
    integration_id,
    state,
    started,
    last_message,
    ended,
    failed_by
});

impl FakeConversation {
    /// The customer's id, `channel.from.id`.
    #[must_use]
    pub fn from_id(&self) -> &str {
        self.from["id"].as_str().unwrap_or_default()
    }

    /// Ends it, as an agent or the API does.
    pub(in crate::fake) fn end(&mut self, now: DateTime<Utc>) {
        self.state = "disconnected";
        self.ended = self.ended.or(Some(now));
    }
}

/// Somebody in a conversation.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeParticipant {
    /// Their id.
    pub id: String,
    /// `customer`, `acd` for the queue, or `agent`.
    pub purpose: &'static str,
    /// The id of their communication, by which messages are sent.
    pub communication_id: String,
    /// Their attributes.
    pub attributes: BTreeMap<String, String>,
}

// Attributes can hold anything.
debug_allow_list!(FakeParticipant { id, purpose });

/// One message of a conversation, of either side.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeOpenMessage {
    /// The id that Genesys gave it.
    pub id: String,
    /// The conversation it belongs to.
    pub conversation_id: ConversationId,
    /// `Inbound` from the customer, `Outbound` from the agent.
    pub direction: &'static str,
    /// `Text`, `Structured`, or `Event` for typing.
    pub kind: &'static str,
    /// The body as it was received, or as the webhook carries it.
    pub body: Value,
    /// When it came or was sent.
    pub at: DateTime<Utc>,
    /// `Received` of a customer's; of an agent's `Sent`, then `Delivered` or `Failed`, as
    /// receipts tell.
    pub status: String,
    /// Why it failed, as the receipt told.
    pub reasons: Vec<Value>,
    pub(super) is_final: bool,
}

// It holds what people write.
debug_allow_list!(FakeOpenMessage {
    id,
    conversation_id,
    direction,
    kind,
    at,
    status
});

impl FakeOpenMessage {
    /// A text that was sent by the API.
    pub(in crate::fake) fn sent(
        id: String,
        conversation_id: ConversationId,
        text: Option<&str>,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            conversation_id,
            direction: "Outbound",
            kind: "Text",
            body: serde_json::json!({ "text": text }),
            at,
            status: "Sent".to_owned(),
            reasons: Vec::new(),
            is_final: false,
        }
    }

    /// Its text, if there is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.body["text"].as_str()
    }

    /// The id that its sender's platform gave it, `channel.messageId`.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.body["channel"]["messageId"].as_str()
    }
}
