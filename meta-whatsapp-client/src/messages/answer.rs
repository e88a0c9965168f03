//! What the API answers to a message.

use ccaas_http::{debug_allow_list, read};
use serde::{Deserialize, Serialize};

use crate::id::{GroupId, MessageId, UserId, WaId};

/// What the API answers to a message: accepted, not delivered.
///
/// The final state comes by webhook. Only an answer without any id cannot be read: the
/// message is out, so nothing else may make a failure of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire")]
#[non_exhaustive]
pub struct SendAnswer {
    /// Who it goes to.
    pub contacts: Vec<SentContact>,
    /// The message; never empty.
    messages: Vec<SentMessage>,
}

impl SendAnswer {
    /// An answer for a port of one's own.
    #[must_use]
    pub fn new(id: MessageId) -> Self {
        Self {
            contacts: Vec::new(),
            messages: vec![SentMessage::new(id)],
        }
    }

    /// The same answer, with whom it goes to.
    #[must_use]
    pub fn with_contact(mut self, contact: SentContact) -> Self {
        self.contacts.push(contact);
        self
    }

    /// The same answer, with a status.
    #[must_use]
    pub fn with_message_status(mut self, status: MessageStatus) -> Self {
        for message in &mut self.messages {
            message.message_status = Some(status.clone());
        }
        self
    }

    /// The message's id, the `wamid`: all its status webhooks carry it.
    #[must_use]
    pub fn id(&self) -> &MessageId {
        &self.message().id
    }

    /// The message.
    ///
    /// # Panics
    /// Never: an answer without a message is not read.
    #[must_use]
    pub fn message(&self) -> &SentMessage {
        self.messages.first().expect("an answer has a message")
    }

    /// All messages of the answer; one as far as is known.
    #[must_use]
    pub fn messages(&self) -> &[SentMessage] {
        &self.messages
    }
}

debug_allow_list!(SendAnswer { messages });

#[derive(Deserialize)]
struct Wire {
    #[serde(default, deserialize_with = "read::list")]
    contacts: Vec<SentContact>,
    #[serde(default, deserialize_with = "read::raw_list")]
    messages: Vec<SentMessage>,
}

impl TryFrom<Wire> for SendAnswer {
    type Error = &'static str;

    fn try_from(answer: Wire) -> Result<Self, &'static str> {
        if answer.messages.is_empty() {
            return Err("missing field `messages[0].id`");
        }
        Ok(Self {
            contacts: answer.contacts,
            messages: answer.messages,
        })
    }
}

/// Who a message goes to.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SentContact {
    /// The recipient, as it was given.
    #[serde(deserialize_with = "read::filled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Their `wa_id`; may differ from the number that was given.
    #[serde(deserialize_with = "read::filled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// Their business-scoped user id.
    #[serde(deserialize_with = "read::filled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

impl SentContact {
    /// A contact for a port of one's own.
    #[must_use]
    pub fn new(input: impl Into<String>) -> Self {
        Self {
            input: Some(input.into()),
            wa_id: None,
            user_id: None,
        }
    }

    /// The same contact, with a `wa_id`.
    #[must_use]
    pub fn with_wa_id(mut self, wa_id: WaId) -> Self {
        self.wa_id = Some(wa_id);
        self
    }

    /// The same contact, with a business-scoped user id.
    #[must_use]
    pub fn with_user_id(mut self, user_id: UserId) -> Self {
        self.user_id = Some(user_id);
        self
    }
}

debug_allow_list!(SentContact {});

/// A message that was accepted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SentMessage {
    /// Its id, the `wamid`.
    #[serde(deserialize_with = "read::required")]
    pub id: MessageId,
    /// What Meta does with it.
    #[serde(default, deserialize_with = "read::filled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_status: Option<MessageStatus>,
    /// The group it goes to.
    #[serde(default, deserialize_with = "read::filled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
}

impl SentMessage {
    fn new(id: MessageId) -> Self {
        Self {
            id,
            message_status: None,
            group_id: None,
        }
    }
}

debug_allow_list! { SentMessage { message_status, group_id } }

ccaas_http::open_enum! {
    /// What Meta does with a message.
    pub enum MessageStatus {
        /// It is being sent.
        Accepted = "accepted",
        /// It waits until the template's quality is known.
        HeldForQualityAssessment = "held_for_quality_assessment",
        /// The template is paused.
        Paused = "paused",
    }
}
