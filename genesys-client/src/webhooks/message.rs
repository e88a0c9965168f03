//! A message of Genesys Cloud to a customer.

use std::collections::BTreeMap;

use ccaas_http::{
    DecodeError, keep_raw, open_enum,
    read::{Received, filled, lenient, map, raw_lenient, raw_list},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Channel, Content, Event};
use crate::{
    ids::{ConversationId, MessageId},
    open_messaging::{MessageType, Reason, ReceiptStatus},
};

/// A message of Genesys Cloud to a customer: of an agent, a bot, or about another message.
///
/// It keeps its JSON exactly as received, and serialises as that. `Debug` shows what it is,
/// nothing that anybody wrote.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase")]
#[non_exhaustive]
pub struct OutboundMessage {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The message's id, which receipts name and which is the same when it is repeated.
    #[serde(default, deserialize_with = "filled")]
    pub id: Option<MessageId>,
    /// From which integration to which customer, and when.
    #[serde(default, deserialize_with = "raw_lenient")]
    pub channel: Option<Channel>,
    /// What it is.
    #[serde(rename = "type", default, deserialize_with = "filled")]
    pub kind: Option<MessageType>,
    /// The conversation it belongs to.
    #[serde(default, deserialize_with = "filled")]
    pub conversation_id: Option<ConversationId>,
    /// The text.
    #[serde(default, deserialize_with = "lenient")]
    pub text: Option<String>,
    /// Files and what can be chosen, each by itself.
    #[serde(default, deserialize_with = "raw_list")]
    pub content: Vec<Received<Content>>,
    /// What happens beside messages, each by itself.
    #[serde(default, deserialize_with = "raw_list")]
    pub events: Vec<Received<Event>>,
    /// Of a receipt, what became of the message.
    #[serde(default, deserialize_with = "lenient")]
    pub status: Option<ReceiptStatus>,
    /// Why.
    #[serde(default, deserialize_with = "raw_list")]
    pub reasons: Vec<Reason>,
    /// Of a receipt, whether it is the last.
    #[serde(default, deserialize_with = "lenient")]
    pub is_final_receipt: Option<bool>,
    /// Which way it goes.
    #[serde(default, deserialize_with = "lenient")]
    pub direction: Option<Direction>,
    /// Who wrote it.
    #[serde(default, deserialize_with = "lenient")]
    pub originating_entity: Option<OriginatingEntity>,
    /// What else is known about it.
    #[serde(default, deserialize_with = "map")]
    pub metadata: BTreeMap<String, String>,
}
keep_raw!(OutboundMessage);
ccaas_http::debug_allow_list!(OutboundMessage {
    id,
    kind,
    conversation_id,
    content,
    events,
    status,
    reasons,
    direction,
    originating_entity,
});

impl OutboundMessage {
    /// Reads one from its JSON, which is not looked through a second time to keep it.
    pub(super) fn read(raw: Box<RawValue>) -> Result<Self, DecodeError> {
        Self::from_raw(raw)
    }

    /// Whether anything of it says that it is a message.
    pub(super) fn is_named(&self) -> bool {
        self.id.is_some() || self.kind.is_some() || self.channel.is_some()
    }

    /// What it is: `message.<type>`, `receipt.<status>` or `event.<type>`, in small letters.
    #[must_use]
    pub fn name(&self) -> String {
        let event = || self.events.first().and_then(|event| event.kind().ok());
        let (what, which) = match self.kind.as_ref() {
            Some(MessageType::Receipt) => ("receipt", self.status.as_ref().map(|it| it.as_str())),
            Some(MessageType::Event) => {
                let kind = event().and_then(|event| event.event_type.as_ref());
                ("event", kind.map(|it| it.as_str()))
            }
            kind => ("message", kind.map(|it| it.as_str())),
        };
        format!("{what}.{}", which.unwrap_or("unknown")).to_ascii_lowercase()
    }

    /// Whether it, or a part of it, is something that this version of the crate does not know.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self.kind, None | Some(MessageType::Unknown(_)))
            || self.content.iter().any(|part| {
                part.kind()
                    .is_ok_and(|content| matches!(content, Content::Unknown))
            })
            || self
                .events
                .iter()
                .any(|part| part.kind().is_ok_and(Event::is_unknown))
    }
}

open_enum! {
    /// Which way a message goes.
    pub enum Direction {
        /// To Genesys Cloud.
        Inbound = "Inbound",
        /// To the customer.
        Outbound = "Outbound",
    }
}

open_enum! {
    /// Who wrote a message.
    pub enum OriginatingEntity {
        /// An agent.
        Human = "Human",
        /// A bot or flow.
        Bot = "Bot",
    }
}
