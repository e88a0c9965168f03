//! What came.

use ccaas_http::{DecodeError, debug_allow_list, read::json};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::Topic;
use crate::{
    callbacks::CallbackConversation, calls::CallConversation, conversations::Conversation,
    messages::MessageConversation, users::UserPresence,
};

/// Something that happened.
#[derive(Clone)]
#[non_exhaustive]
pub struct Event {
    /// What was listened to.
    pub topic: Topic,
    body: Box<RawValue>,
}

// The body holds who does what.
debug_allow_list!(Event { topic });

/// What happened, as far as this version of the crate knows the topic.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EventKind {
    /// A user's presence is another.
    UserPresence(UserPresence),
    /// Something about a conversation.
    Conversation(Conversation),
    /// Something about a call.
    CallConversation(CallConversation),
    /// Something about a callback.
    CallbackConversation(CallbackConversation),
    /// Something about a conversation by message.
    MessageConversation(MessageConversation),
    /// Something else: see [`Event::body`].
    Unknown,
}

impl Event {
    /// An event of a topic, for tests of your own.
    #[must_use]
    pub fn new(topic: Topic, body: Box<RawValue>) -> Self {
        Self { topic, body }
    }

    /// The body, as it came.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.body.get()
    }

    /// Reads the body as a type of one's own.
    ///
    /// # Errors
    /// If it is none.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        json(self.raw().as_bytes())
    }

    /// Reads the body as what its topic promises.
    ///
    /// # Errors
    /// If it is something else.
    pub fn kind(&self) -> Result<EventKind, DecodeError> {
        let parts: Vec<&str> = self.topic.as_str().split('.').collect();
        Ok(match parts.as_slice() {
            ["v2", "users", _, "presence"] => EventKind::UserPresence(self.body()?),
            ["v2", "users", _, "conversations"]
            | ["v2", "routing", "queues", _, "conversations"] => {
                EventKind::Conversation(self.body()?)
            }
            ["v2", "users", _, "conversations", "calls"]
            | ["v2", "routing", "queues", _, "conversations", "calls"] => {
                EventKind::CallConversation(self.body()?)
            }
            ["v2", "users", _, "conversations", "callbacks"]
            | ["v2", "routing", "queues", _, "conversations", "callbacks"] => {
                EventKind::CallbackConversation(self.body()?)
            }
            ["v2", "users", _, "conversations", "messages"]
            | ["v2", "routing", "queues", _, "conversations", "messages"] => {
                EventKind::MessageConversation(self.body()?)
            }
            _ => EventKind::Unknown,
        })
    }
}
