//! What can be listened to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, QueueId, UserId};

/// Something that can be listened to, such as `v2.users.{id}.presence`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topic(String);

impl Topic {
    /// A topic as the vendor writes it, with its ids.
    pub fn new(topic: impl Into<String>) -> Self {
        Self(topic.into())
    }

    /// What a user does: `v2.users.{id}.presence`.
    #[must_use]
    pub fn user_presence(id: &UserId) -> Self {
        Self(format!("v2.users.{id}.presence"))
    }

    /// A user's conversations of all media: `v2.users.{id}.conversations`.
    #[must_use]
    pub fn user_conversations(id: &UserId) -> Self {
        Self(format!("v2.users.{id}.conversations"))
    }

    /// A user's calls: `v2.users.{id}.conversations.calls`.
    #[must_use]
    pub fn user_calls(id: &UserId) -> Self {
        Self(format!("v2.users.{id}.conversations.calls"))
    }

    /// A user's callbacks: `v2.users.{id}.conversations.callbacks`.
    #[must_use]
    pub fn user_callbacks(id: &UserId) -> Self {
        Self(format!("v2.users.{id}.conversations.callbacks"))
    }

    /// A user's conversations by message: `v2.users.{id}.conversations.messages`.
    #[must_use]
    pub fn user_messages(id: &UserId) -> Self {
        Self(format!("v2.users.{id}.conversations.messages"))
    }

    /// A queue's conversations of all media: `v2.routing.queues.{id}.conversations`.
    #[must_use]
    pub fn queue_conversations(id: &QueueId) -> Self {
        Self(format!("v2.routing.queues.{id}.conversations"))
    }

    /// A queue's calls: `v2.routing.queues.{id}.conversations.calls`.
    #[must_use]
    pub fn queue_calls(id: &QueueId) -> Self {
        Self(format!("v2.routing.queues.{id}.conversations.calls"))
    }

    /// A queue's callbacks: `v2.routing.queues.{id}.conversations.callbacks`.
    #[must_use]
    pub fn queue_callbacks(id: &QueueId) -> Self {
        Self(format!("v2.routing.queues.{id}.conversations.callbacks"))
    }

    /// A queue's conversations by message: `v2.routing.queues.{id}.conversations.messages`.
    #[must_use]
    pub fn queue_messages(id: &QueueId) -> Self {
        Self(format!("v2.routing.queues.{id}.conversations.messages"))
    }

    /// The end of a conversation for its customer:
    /// `v2.detail.events.conversation.{id}.customer.end`.
    #[must_use]
    pub fn customer_end(id: &ConversationId) -> Self {
        Self(format!("v2.detail.events.conversation.{id}.customer.end"))
    }

    /// The topic as the vendor writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The topic without its ids: `v2.users.{id}.presence`.
    pub(crate) fn kind(&self) -> String {
        let is_word = |part: &str| {
            part == "v2"
                || part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        };
        let parts = self.0.split('.');
        let parts: Vec<_> = parts
            .map(|part| if is_word(part) { part } else { "{id}" })
            .collect();
        parts.join(".")
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
