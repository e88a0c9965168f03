//! What the API answers to a message.

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;

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

pub(super) struct Wire {
    contacts: Vec<SentContact>,
    messages: Vec<SentMessage>,
}

impl<'de> Deserialize<'de> for Wire {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let answer = Value::deserialize(deserializer)?;
        let (contacts, messages) = (items(&answer, "contacts"), items(&answer, "messages"));
        Ok(Self {
            contacts: contacts.iter().map(SentContact::read).collect(),
            messages: messages.iter().filter_map(SentMessage::read).collect(),
        })
    }
}

/// A list, or one item alone.
fn items<'a>(answer: &'a Value, key: &str) -> &'a [Value] {
    match answer.get(key) {
        Some(Value::Array(items)) => items,
        Some(item @ Value::Object(_)) => std::slice::from_ref(item),
        _ => &[],
    }
}

/// A text, or a number as text; anything else is absent, and so is an empty text.
fn text(fields: &Value, key: &str) -> Option<String> {
    match fields.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
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
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SentContact {
    /// The recipient, as it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Their `wa_id`; may differ from the number that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// Their business-scoped user id.
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

impl SentContact {
    fn read(fields: &Value) -> Self {
        Self {
            input: text(fields, "input"),
            wa_id: text(fields, "wa_id").map(WaId::new),
            user_id: text(fields, "user_id").map(UserId::new),
        }
    }
}

/// What is not of the documented kind is absent.
impl<'de> Deserialize<'de> for SentContact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|fields| Self::read(&fields))
    }
}

/// A message that was accepted.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SentMessage {
    /// Its id, the `wamid`.
    pub id: MessageId,
    /// What Meta does with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_status: Option<MessageStatus>,
    /// The group it goes to.
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

    /// A message, unless it has no id.
    fn read(fields: &Value) -> Option<Self> {
        Some(Self {
            id: MessageId::new(text(fields, "id")?),
            message_status: text(fields, "message_status").map(MessageStatus::from_text),
            group_id: text(fields, "group_id").map(GroupId::new),
        })
    }
}

/// What is not of the documented kind is absent, but the id must be there.
impl<'de> Deserialize<'de> for SentMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Value::deserialize(deserializer)?;
        Self::read(&fields).ok_or_else(|| D::Error::missing_field("id"))
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

impl MessageStatus {
    fn from_text(text: String) -> Self {
        serde_json::from_value(Value::String(text.clone())).unwrap_or(Self::Unknown(text))
    }
}
